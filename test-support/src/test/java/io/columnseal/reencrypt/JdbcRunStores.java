package io.columnseal.reencrypt;

import io.columnseal.key.JdbcDataKeyStore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Empty stores on a database, each in tables of its own. */
final class JdbcRunStores {

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private JdbcRunStores() {}

    static JdbcRunStore empty(DataSource dataSource) {
        String prefix = "runs" + COUNTER.incrementAndGet() + "_";
        JdbcDataKeyStore.on(dataSource).withTablePrefix(prefix).createSchema();
        return JdbcRunStore.on(dataSource).withTablePrefix(prefix);
    }
}
