package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.key.AccessLog;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.SchemaCreation;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The contract on a database. */
abstract class JdbcDataKeyStoreContract extends DataKeyStoreContract {

    private static final int NODES = 4;
    private static final int ROUNDS = 5;

    private final String prefix = JdbcStores.newPrefix();
    private DataSource opened;

    abstract DataSource dataSource();

    @Override
    protected final DataKeyStore openEmptyStore() {
        opened = dataSource();
        return JdbcStores.empty(opened, prefix);
    }

    @Test
    void createsItsTablesOnceHoweverManyNodesStartTogether() throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(NODES);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                DataKeyStore store = JdbcDataKeyStore.on(dataSource())
                        .withTablePrefix(JdbcStores.newPrefix())
                        .withSchemaCreation(SchemaCreation.ALWAYS);
                CyclicBarrier start = new CyclicBarrier(NODES);
                Callable<Long> node = () -> {
                    start.await();
                    store.verify();
                    return store.revision();
                };
                for (Future<Long> revision : nodes.invokeAll(Collections.nCopies(NODES, node))) {
                    assertThat(revision.get()).isZero();
                }
            }
        } finally {
            nodes.shutdownNow();
        }
    }

    @Override
    protected final List<AccessLog.Entry> recordedUses() {
        return new KeyTables(opened).uses(prefix);
    }
}
