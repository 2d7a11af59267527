package io.columnseal.test;

import io.columnseal.key.JdbcDataKeyStore;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Empty stores on a database, each in tables of its own, told apart by their prefix. */
final class JdbcStores {

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private JdbcStores() {}

    static JdbcDataKeyStore empty(DataSource dataSource) {
        return empty(dataSource, newPrefix());
    }

    static JdbcDataKeyStore empty(DataSource dataSource, String prefix) {
        return JdbcDataKeyStore.on(dataSource).withTablePrefix(prefix).createSchema();
    }

    static String newPrefix() {
        return "t" + COUNTER.incrementAndGet() + "_";
    }
}
