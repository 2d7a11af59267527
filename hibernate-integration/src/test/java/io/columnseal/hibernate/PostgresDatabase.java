package io.columnseal.hibernate;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.hibernate.cfg.AvailableSettings;

/** PostgreSQL 18, one server for all tests of the JVM. */
public final class PostgresDatabase implements TestDatabase {

    private static final EmbeddedPostgres SERVER = start();

    @Override
    public Map<String, Object> create() {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Map.of(
                AvailableSettings.JAKARTA_JDBC_URL,
                SERVER.getJdbcUrl("postgres", name),
                AvailableSettings.JAKARTA_JDBC_USER,
                "postgres");
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
