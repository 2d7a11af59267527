package io.columnseal.key;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ConfigurationException;
import java.time.Duration;
import java.util.Locale;
import javax.sql.DataSource;

/** A pool for the key store alone, small and mostly empty: keys are read once in minutes. */
public final class KeyStorePool implements AutoCloseable {

    private static final int MAXIMUM_CONNECTIONS = 2;
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);

    private final HikariDataSource dataSource;

    private KeyStorePool(HikariDataSource dataSource) {
        this.dataSource = dataSource;
    }

    static KeyStorePool open(String url, String username, String password) {
        requireLastingDatabase(url);
        try {
            HikariConfig connection = new HikariConfig();
            connection.setJdbcUrl(url);
            connection.setUsername(username);
            connection.setPassword(password);
            return open(connection);
        } catch (NoClassDefFoundError e) {
            throw new ConfigurationException(
                    "columnseal.key-store.url",
                    "a pool for the key store needs HikariCP on the class path. Add com.zaxxer:HikariCP, or give a"
                            + " DataSource to JdbcDataKeyStore.on(…)",
                    e);
        }
    }

    /**
     * Opens a pool that connects, when it is first used, as this configuration says, down to its driver properties. Its
     * size and its time-outs are the pool's own.
     *
     * @param connection stays as it is
     * @throws ConfigurationException if no driver takes the URL
     */
    public static KeyStorePool open(HikariConfig connection) {
        HikariConfig config = new HikariConfig();
        connection.copyStateTo(config);
        config.setPoolName("columnseal-keys");
        config.setMaximumPoolSize(MAXIMUM_CONNECTIONS);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        // Whether the database must be there at start is decided by whoever builds the ColumnSeal
        config.setInitializationFailTimeout(-1);
        // Drivers that know replicas send read-only connections there
        config.setReadOnly(false);
        config.setRegisterMbeans(false);
        try {
            return new KeyStorePool(new HikariDataSource(config));
        } catch (RuntimeException e) {
            // Not chained: the message quotes the URL, which may hold a password
            throw new ConfigurationException(
                    "columnseal.key-store.url",
                    "HikariCP does not open a pool on it: no JDBC driver on the class path takes this URL, or the user"
                            + " name is not accepted");
        }
    }

    /**
     * Refuses the URL of a database that ends when nobody is connected, as nobody is while a pool of this kind is idle:
     * its keys would be gone, and what they sealed with them.
     *
     * @throws ConfigurationException if it is such a URL
     */
    public static void requireLastingDatabase(String url) {
        if (url.startsWith("jdbc:h2:mem:") && !url.toUpperCase(Locale.ROOT).contains(";DB_CLOSE_DELAY=-1")) {
            throw new ConfigurationException(
                    "columnseal.key-store.url",
                    "H2 forgets a database in memory, and its keys, when the last connection is closed, which a pool does"
                            + " when it is idle. Append ;DB_CLOSE_DELAY=-1");
        }
    }

    public DataSource dataSource() {
        return dataSource;
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
