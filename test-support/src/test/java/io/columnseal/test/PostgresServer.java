package io.columnseal.test;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.sql.DataSource;

/**
 * A PostgreSQL server for all tests of this JVM; it stops with the JVM. Its files come for x86-64 only: elsewhere
 * whoever asks for it is skipped, which the report of the tests shows with the reason.
 */
public final class PostgresServer {

    private PostgresServer() {}

    public static DataSource dataSource() {
        assumeTrue(
                List.of("amd64", "x86_64").contains(System.getProperty("os.arch")),
                "there is no PostgreSQL to start here, only on x86-64");
        return Server.POOL;
    }

    /** Started when first asked for. */
    private static final class Server {

        static final HikariDataSource POOL = pool();
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
        config.setDataSource(start().getPostgresDatabase());
        config.setMaximumPoolSize(16);
        return new HikariDataSource(config);
    }
}
