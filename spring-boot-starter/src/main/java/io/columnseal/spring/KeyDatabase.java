package io.columnseal.spring;

import com.zaxxer.hikari.HikariConfig;
import io.columnseal.key.KeyStorePool;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The connections that keys are read and written through. A bean in place of a {@link DataSource}, so that nothing takes
 * it for the application's database.
 */
final class KeyDatabase implements AutoCloseable {

    private static final String H2_IN_MEMORY = "jdbc:h2:mem:";

    private final DataSource dataSource;
    private final @Nullable KeyStorePool pool;

    private KeyDatabase(DataSource dataSource, @Nullable KeyStorePool pool) {
        this.dataSource = dataSource;
        this.pool = pool;
    }

    /** A DataSource that the application closes. */
    static KeyDatabase given(DataSource dataSource) {
        return new KeyDatabase(dataSource, null);
    }

    /** A small pool of its own that connects as this configuration says, when it is first used. */
    static KeyDatabase pooled(HikariConfig connection) {
        KeyStorePool pool = KeyStorePool.open(connection);
        return new KeyDatabase(pool.dataSource(), pool);
    }

    DataSource dataSource() {
        return dataSource;
    }

    /** Whether the keys end with this process; false if the database cannot be asked. */
    boolean isInMemory() {
        try (Connection connection = dataSource.getConnection()) {
            String url = connection.getMetaData().getURL();
            return url != null && url.startsWith(H2_IN_MEMORY);
        } catch (SQLException e) {
            // Not there is not in memory
            return false;
        }
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
