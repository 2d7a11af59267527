package io.columnseal.key;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ConfigurationException;
import java.time.Duration;
import javax.sql.DataSource;

/** A pool for the key store alone, small and mostly empty: keys are read once in minutes. */
final class KeyStorePool implements AutoCloseable {

    private static final int MAXIMUM_CONNECTIONS = 2;
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);

    private final HikariDataSource dataSource;

    private KeyStorePool(HikariDataSource dataSource) {
        this.dataSource = dataSource;
    }

    static KeyStorePool open(String url, String username, String password) {
        try {
            HikariConfig config = new HikariConfig();
            config.setPoolName("columnseal-keys");
            config.setJdbcUrl(url);
            config.setUsername(username);
            config.setPassword(password);
            config.setMaximumPoolSize(MAXIMUM_CONNECTIONS);
            config.setMinimumIdle(0);
            config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
            // Whether the database must be there at start is decided by whoever builds the ColumnSeal
            config.setInitializationFailTimeout(-1);
            return new KeyStorePool(new HikariDataSource(config));
        } catch (NoClassDefFoundError e) {
            throw new ConfigurationException(
                    "columnseal.key-store.url",
                    "a pool for the key store needs HikariCP on the class path. Add com.zaxxer:HikariCP, or give a"
                            + " DataSource to JdbcDataKeyStore.on(…)",
                    e);
        } catch (RuntimeException e) {
            // Not chained: the message quotes the URL, which may hold a password
            throw new ConfigurationException(
                    "columnseal.key-store.url",
                    "HikariCP does not open a pool on it: no JDBC driver on the class path takes this URL, or the user"
                            + " name is not accepted");
        }
    }

    DataSource dataSource() {
        return dataSource;
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
