package io.columnseal.benchmarks.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.SQLException;

/** A database server of which every contestant gets a database of its own. */
public interface Database extends AutoCloseable {

    /** For people and for results. */
    String name();

    /** JDBC URL, with credentials, of a new and empty database. */
    String create(String database) throws SQLException;

    /** The same URL with the driver's own way to insert many rows at once. */
    String bulk(String url);

    @Override
    void close() throws IOException;

    /** A connection pool as applications have it: HikariCP, auto-commit off. */
    static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(2);
        config.setAutoCommit(false);
        return new HikariDataSource(config);
    }
}
