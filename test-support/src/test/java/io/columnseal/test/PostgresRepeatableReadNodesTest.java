package io.columnseal.test;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.key.DataKeyStore;
import org.junit.jupiter.api.AfterEach;

/** On a pool whose default isolation lets a waiter miss what the transaction it waited for has committed. */
class PostgresRepeatableReadNodesTest extends KeyStoreNodesTest {

    private final HikariDataSource pool = pool();

    @AfterEach
    void closePool() {
        pool.close();
    }

    @Override
    DataKeyStore emptyStore() {
        return JdbcStores.empty(pool);
    }

    @Override
    int rounds() {
        return 10;
    }

    private static HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(PostgresServer.dataSource());
        config.setMaximumPoolSize(6);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        return new HikariDataSource(config);
    }
}
