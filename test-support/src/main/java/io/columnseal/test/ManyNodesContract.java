package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of many nodes that do the same at once, one wins. */
abstract class ManyNodesContract extends KeyChangeContract {

    private static final int NODES = 8;

    @Test
    final void letsOneOfManyNodesInsertAVersion() throws Exception {
        List<Boolean> outcomes =
                atOnce(node -> write(KeyRows.of("clinic-1", 1, KeyState.PENDING).row()));

        assertThat(outcomes).containsOnlyOnce(true);
        assertThat(store().findAll("clinic-1", KeyUsage.FIELD)).hasSize(1);
    }

    @Test
    final void letsOneOfManyNodesActivateItsKey() throws Exception {
        DataKeyRow old = KeyRows.active("clinic-1", 1).row();
        write(old);
        List<DataKeyRow> pending = IntStream.range(0, NODES)
                .mapToObj(node ->
                        KeyRows.of("clinic-1", 2 + node, KeyState.PENDING).row())
                .toList();
        pending.forEach(this::write);

        List<Boolean> outcomes = atOnce(node ->
                write(KeyRows.changed(old, KeyState.RETIRED), KeyRows.changed(pending.get(node), KeyState.ACTIVE)));

        assertThat(outcomes).containsOnlyOnce(true);
        assertThat(store().findActive("clinic-1", KeyUsage.FIELD))
                .contains(KeyRows.changed(pending.get(outcomes.indexOf(true)), KeyState.ACTIVE));
    }

    @Test
    final void registersTheSameColumnsFromManyNodesAtOnce() throws Exception {
        List<RegisteredColumn> all = IntStream.range(0, 20)
                .mapToObj(i -> column("app", "attribute" + i, "patient.column" + i))
                .toList();

        atOnce(node -> {
            store().columns().register(all);
            return true;
        });

        assertThat(store().columns().find("app")).containsExactlyInAnyOrderElementsOf(all);
    }

    private interface Node<T> {
        T run(int node) throws Exception;
    }

    private static <T> List<T> atOnce(Node<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(NODES);
        try {
            CyclicBarrier start = new CyclicBarrier(NODES);
            List<Callable<T>> nodes = IntStream.range(0, NODES)
                    .mapToObj(node -> (Callable<T>) () -> {
                        start.await();
                        return work.run(node);
                    })
                    .toList();
            List<Future<T>> outcomes = threads.invokeAll(nodes);
            List<T> results = new ArrayList<>();
            for (Future<T> outcome : outcomes) {
                results.add(outcome.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
