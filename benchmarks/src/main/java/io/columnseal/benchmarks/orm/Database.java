package io.columnseal.benchmarks.orm;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** A database server of which every contestant gets a database of its own. */
interface Database extends AutoCloseable {

    /** For people and for results. */
    String name();

    /** JDBC URL, with credentials, of a new and empty database. */
    String create(String database) throws Exception;

    @Override
    void close() throws Exception;

    /** A connection pool as applications have it: HikariCP, auto-commit off. */
    static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(2);
        config.setAutoCommit(false);
        return new HikariDataSource(config);
    }
}
