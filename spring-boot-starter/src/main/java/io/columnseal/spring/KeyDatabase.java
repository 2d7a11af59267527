package io.columnseal.spring;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The connections that keys are read and written through. A bean in place of a {@link DataSource}, so that nothing takes
 * it for the application's database.
 */
final class KeyDatabase implements AutoCloseable {

    static final int MAXIMUM_CONNECTIONS = 2;

    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);
    private static final String H2_IN_MEMORY = "jdbc:h2:mem:";

    private final DataSource dataSource;
    private final @Nullable HikariDataSource pool;

    private KeyDatabase(DataSource dataSource, @Nullable HikariDataSource pool) {
        this.dataSource = dataSource;
        this.pool = pool;
    }

    /** A DataSource that the application closes. */
    static KeyDatabase given(DataSource dataSource) {
        return new KeyDatabase(dataSource, null);
    }

    /** A small pool of its own that connects as this configuration says, when it is first used. */
    static KeyDatabase pooled(HikariConfig connection) {
        HikariConfig config = new HikariConfig();
        connection.copyStateTo(config);
        config.setPoolName("columnseal-keys");
        config.setMaximumPoolSize(MAXIMUM_CONNECTIONS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        // Whether the database must be there at start is decided by columnseal.startup.kms
        config.setInitializationFailTimeout(-1);
        // Drivers that know replicas send read-only connections there
        config.setReadOnly(false);
        config.setRegisterMbeans(false);
        HikariDataSource pool = new HikariDataSource(config);
        return new KeyDatabase(pool, pool);
    }

    DataSource dataSource() {
        return dataSource;
    }

    /** Whether the keys end with this process; false if the database cannot be asked. */
    boolean isInMemory() {
        String url = pool == null ? null : pool.getJdbcUrl();
        return (url == null ? urlOfConnection() : url).startsWith(H2_IN_MEMORY);
    }

    private String urlOfConnection() {
        try (Connection connection = dataSource.getConnection()) {
            String url = connection.getMetaData().getURL();
            return url == null ? "" : url;
        } catch (SQLException e) {
            // Not there is not in memory
            return "";
        }
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
