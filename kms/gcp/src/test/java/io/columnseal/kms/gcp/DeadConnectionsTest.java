package io.columnseal.kms.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.KmsUnavailableException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.test.KmsFault;
import io.columnseal.test.kms.GcpKmsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A firewall has forgotten the connection, and tells nobody. */
@Timeout(60)
class DeadConnectionsTest {

    private static final EncryptionContext CONTEXT =
            EncryptionContext.of("production", "clinic-1", "00f3a1b2c3d4e5f6", "FIELD");

    private final GcpKmsServer server = GcpKmsServer.start();
    private Firewall firewall;
    private GcpKms kms;

    @BeforeEach
    void connect() throws IOException {
        firewall = new Firewall(server.endpoint().getPort());
        kms = GcpKms.builder(server.createKey("columnseal"))
                .endpoint(URI.create("http://127.0.0.1:" + firewall.port()))
                .timeout(Duration.ofSeconds(2))
                .build();
    }

    @AfterEach
    void stop() throws IOException {
        kms.close();
        firewall.close();
        server.close();
    }

    @Test
    void asksAgainOnAnotherConnection() {
        kms.wrap(new byte[32], CONTEXT);
        firewall.forgetConnections();

        assertThat(kms.wrap(new byte[32], CONTEXT).kekId()).endsWith("/cryptoKeyVersions/1");
        assertThat(firewall.connections()).isGreaterThan(1);
    }

    @Test
    void keepsAConnectionThatAnswersWithErrors() {
        kms.wrap(new byte[32], CONTEXT);
        server.meet(KmsFault.FAILING);
        assertThatThrownBy(() -> kms.wrap(new byte[32], CONTEXT)).isInstanceOf(KmsUnavailableException.class);
        server.recover();
        kms.wrap(new byte[32], CONTEXT);

        assertThat(firewall.connections()).isEqualTo(1);
    }

    /** Forwards connections, until it forgets those that there are: they stay open, and nothing passes. */
    private static final class Firewall implements AutoCloseable {

        private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> sockets = new CopyOnWriteArrayList<>();
        private final int target;
        private volatile int known;
        private volatile int accepted;

        Firewall(int target) throws IOException {
            this.target = target;
            start(this::accept);
        }

        int port() {
            return listening.getLocalPort();
        }

        int connections() {
            return accepted;
        }

        void forgetConnections() {
            known = accepted;
        }

        private void accept() {
            try {
                for (int number = 1; ; number++) {
                    Socket client = listening.accept();
                    Socket service = new Socket(InetAddress.getLoopbackAddress(), target);
                    sockets.addAll(List.of(client, service));
                    accepted = number;
                    int connection = number;
                    start(() -> forward(connection, client, service));
                    start(() -> forward(connection, service, client));
                }
            } catch (IOException e) {
                // Closed
            }
        }

        private void forward(int connection, Socket from, Socket to) {
            byte[] buffer = new byte[8192];
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (connection > known) {
                        out.write(buffer, 0, read);
                        out.flush();
                    }
                }
            } catch (IOException e) {
                // Closed
            }
        }

        private static void start(Runnable task) {
            Thread thread = new Thread(task, "firewall");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
