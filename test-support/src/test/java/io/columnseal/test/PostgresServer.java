package io.columnseal.test;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;

/** A PostgreSQL server for all tests of this JVM; it stops with the JVM. */
public final class PostgresServer {

    private static final EmbeddedPostgres SERVER = start();
    private static final HikariDataSource POOL = pool();

    private PostgresServer() {}

    public static DataSource dataSource() {
        return POOL;
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(SERVER.getPostgresDatabase());
        config.setMaximumPoolSize(16);
        return new HikariDataSource(config);
    }
}
