package io.columnseal.reencrypt;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

/** A pool on one of the databases, and the names it has for types. */
final class TestDatabase implements AutoCloseable {

    private final HikariDataSource pool;
    private final String binaryType;
    private final String textType;

    /**
     * @param binaryType SQL type of a column for any sealed value
     * @param textType SQL type of a column for any sealed value as text, with the database's default collation
     */
    TestDatabase(DataSource dataSource, String binaryType, String textType) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(12);
        this.pool = new HikariDataSource(config);
        this.binaryType = binaryType;
        this.textType = textType;
    }

    DataSource dataSource() {
        return pool;
    }

    String binaryType() {
        return binaryType;
    }

    String textType() {
        return textType;
    }

    /** Type of a column for index values. */
    String indexType() {
        return binaryType.equals("bytea") ? binaryType : "varbinary(17)";
    }

    @Override
    public void close() {
        pool.close();
    }
}
