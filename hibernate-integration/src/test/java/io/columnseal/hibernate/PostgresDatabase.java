package io.columnseal.hibernate;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.cfg.AvailableSettings;

/**
 * PostgreSQL 18, one server for all tests of the JVM. Its files come for x86-64 only: elsewhere whoever asks for it is
 * skipped, which the report of the tests shows with the reason.
 */
public final class PostgresDatabase implements TestDatabase {

    @Override
    public Map<String, Object> create() {
        assumeTrue(
                List.of("amd64", "x86_64").contains(System.getProperty("os.arch")),
                "there is no PostgreSQL to start here, only on x86-64");
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = Server.STARTED.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Map.of(
                AvailableSettings.JAKARTA_JDBC_URL,
                Server.STARTED.getJdbcUrl("postgres", name),
                AvailableSettings.JAKARTA_JDBC_USER,
                "postgres");
    }

    /** Started when first asked for. */
    private static final class Server {

        static final EmbeddedPostgres STARTED = start();
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
