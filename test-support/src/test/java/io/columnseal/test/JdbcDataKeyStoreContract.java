package io.columnseal.test;

import io.columnseal.key.DataKeyStore;
import io.columnseal.key.JdbcDataKeyStore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** The contract on a database: each test has tables of its own, told apart by their prefix. */
abstract class JdbcDataKeyStoreContract extends DataKeyStoreContract {

    private static final AtomicInteger COUNTER = new AtomicInteger();

    abstract DataSource dataSource();

    @Override
    protected final DataKeyStore openEmptyStore() {
        return JdbcDataKeyStore.on(dataSource())
                .withTablePrefix("t" + COUNTER.incrementAndGet() + "_")
                .createSchema();
    }
}
