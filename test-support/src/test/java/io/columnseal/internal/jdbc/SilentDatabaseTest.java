package io.columnseal.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.test.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A network that takes everything and brings nothing, as after the fail-over of a database. */
@Timeout(60)
class SilentDatabaseTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HikariDataSource pool = new HikariDataSource();
    private ServerSocket server;
    private volatile boolean silent;

    @BeforeEach
    void listen() throws IOException, SQLException {
        URI database;
        try (Connection connection = PostgresServer.dataSource().getConnection()) {
            database = URI.create(connection.getMetaData().getURL().substring("jdbc:".length()));
        }
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Future<?> accepting = threads.submit(() -> accept(database.getPort()));
        assertThat(accepting).isNotNull();
        pool.setJdbcUrl("jdbc:postgresql://localhost:" + server.getLocalPort() + "/postgres");
        pool.setUsername("postgres");
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(2_000);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        threads.shutdownNow();
        pool.close();
    }

    @Test
    void isGivenUpAfterAWhileInTheMidstOfATransaction() {
        KeyStoreTransactions transactions = new KeyStoreTransactions(pool, Duration.ofMillis(500));
        assertThat(transactions.run("count to one", SilentDatabaseTest::one)).isEqualTo(1);

        assertThatExceptionOfType(KeyStoreUnavailableException.class)
                .isThrownBy(() -> transactions.run("count to one", connection -> {
                    silent = true;
                    return one(connection);
                }));
        assertThatExceptionOfType(KeyStoreUnavailableException.class)
                .isThrownBy(() -> transactions.runCommitted("count to one", SilentDatabaseTest::one));

        silent = false;
        assertThat(whenItAnswers(transactions)).isEqualTo(1);
    }

    /** The pool's own attempt to connect is under way for a moment yet. */
    private static int whenItAnswers(KeyStoreTransactions transactions) {
        while (true) {
            try {
                return transactions.run("count to one", SilentDatabaseTest::one);
            } catch (KeyStoreUnavailableException e) {
                assertThat(Thread.interrupted())
                        .as("the time of this test is over")
                        .isFalse();
            }
        }
    }

    @Test
    void isGivenUpWhenItDoesNotAnswerTheCommit() {
        KeyStoreTransactions transactions = new KeyStoreTransactions(pool, Duration.ofMillis(500));

        assertThatExceptionOfType(KeyStoreUnavailableException.class)
                .isThrownBy(() -> transactions.runUnlessTaken("count to one", connection -> {
                    int read = one(connection);
                    silent = true;
                    return read == 1;
                }));
    }

    @Test
    void keepsTheTimeOutsOfItsConnections() throws SQLException {
        KeyStoreTransactions transactions = new KeyStoreTransactions(pool);

        assertThat(transactions.run("look", Connection::getNetworkTimeout)).isEqualTo(40_000);
        try (Connection connection = pool.getConnection()) {
            assertThat(connection.getNetworkTimeout()).isZero();
        }
        try (HikariDataSource shorter = new HikariDataSource()) {
            shorter.setJdbcUrl(pool.getJdbcUrl() + "?socketTimeout=7");
            shorter.setUsername("postgres");
            assertThat(new KeyStoreTransactions(shorter).run("look", Connection::getNetworkTimeout))
                    .as("the application's own, which is shorter")
                    .isEqualTo(7_000);
        }
    }

    private static int one(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select 1");
                ResultSet row = statement.executeQuery()) {
            assertThat(row.next()).isTrue();
            return row.getInt(1);
        }
    }

    private void accept(int port) {
        try {
            while (true) {
                Socket client = server.accept();
                Socket database = new Socket(InetAddress.getLoopbackAddress(), port);
                threads.execute(() -> copy(client, database));
                threads.execute(() -> copy(database, client));
            }
        } catch (IOException closed) {
            // The test is over
        }
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] block = new byte[8_192];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                if (!silent) {
                    out.write(block, 0, read);
                    out.flush();
                }
            }
        } catch (IOException closed) {
            // One of the two has gone
        }
    }
}
