package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.KeyChanges;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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

    /** A count that is read, compared and written back loses those of others. */
    @Test
    final void countsTheSealsOfManyNodesAndNoneBeyondTheLimit() throws Exception {
        DataKeyRow row = KeyRows.active("clinic-1", 1).row();
        write(row);
        KeyId id = row.identity().id();
        int limit = NODES * 10 - 15;

        List<Integer> granted = atOnce(node -> {
            int seals = 0;
            for (int i = 0; i < 10; i++) {
                seals += store().reserveSeals(id, 1, limit).isPresent() ? 1 : 0;
            }
            return seals;
        });

        assertThat(granted.stream().mapToInt(Integer::intValue).sum()).isEqualTo(limit);
        assertThat(store().find(id))
                .hasValueSatisfying(stored -> assertThat(stored.sealCount()).isEqualTo(limit));
    }

    /** A change whose revision is counted before that of another, and that is committed after it, would be missed. */
    @Test
    final void tellsWhoFollowsOfEveryChangeOfManyNodes() throws Exception {
        CountDownLatch writing = new CountDownLatch(NODES - 1);
        List<Set<KeyId>> keys = atOnce(node -> {
            Set<KeyId> ids = new HashSet<>();
            if (node > 0) {
                for (int i = 0; i < 10; i++) {
                    DataKeyRow row =
                            KeyRows.active("clinic-" + node + "-" + i, 1).row();
                    if (write(row)) {
                        ids.add(row.identity().id());
                    }
                }
                writing.countDown();
                return ids;
            }
            long seen = 0;
            boolean last = false;
            while (true) {
                KeyChanges changes = store().changesSince(seen);
                changes.keys().forEach(change -> ids.add(change.id()));
                seen = changes.revision();
                if (last) {
                    return ids;
                }
                last = writing.getCount() == 0;
            }
        });

        Set<KeyId> written = new HashSet<>();
        keys.subList(1, NODES).forEach(written::addAll);
        assertThat(written).hasSize(10 * (NODES - 1));
        assertThat(keys.get(0)).isEqualTo(written);
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
