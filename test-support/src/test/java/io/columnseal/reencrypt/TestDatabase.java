package io.columnseal.reencrypt;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

/** A database that runs for the tests of one class family. */
final class TestDatabase implements AutoCloseable {

    private final HikariDataSource dataSource;
    private final String binaryType;
    private final String textType;
    private final AutoCloseable server;

    /**
     * @param binaryType SQL type of a column for any sealed value
     * @param textType SQL type of a column for any sealed value as text, with the database's default collation
     * @param server stopped when the tests are done
     */
    TestDatabase(String url, String user, String binaryType, String textType, AutoCloseable server) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword("");
        config.setMaximumPoolSize(12);
        this.dataSource = new HikariDataSource(config);
        this.binaryType = binaryType;
        this.textType = textType;
        this.server = server;
    }

    DataSource dataSource() {
        return dataSource;
    }

    String binaryType() {
        return binaryType;
    }

    String textType() {
        return textType;
    }

    @Override
    public void close() throws Exception {
        dataSource.close();
        server.close();
    }
}
