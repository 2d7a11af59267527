package io.columnseal.benchmarks.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A real PostgreSQL of this process's own. It does not wait for its disk, and nothing runs in the background during a
 * measurement: what is left is its work for each row, so that the share of encryption is shown rather too large than too
 * small.
 */
public final class PostgresDatabase implements Database {

    private final EmbeddedPostgres server;

    /** Starts it. */
    public PostgresDatabase() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("synchronous_commit", "off")
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("autovacuum", "off")
                .setServerConfig("checkpoint_timeout", "1h")
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("shared_buffers", "1GB")
                .start();
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public String create(String database) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
        }
        return server.getJdbcUrl("postgres", database);
    }

    @Override
    public String bulk(String url) {
        return url + (url.indexOf('?') < 0 ? '?' : '&') + "reWriteBatchedInserts=true";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
