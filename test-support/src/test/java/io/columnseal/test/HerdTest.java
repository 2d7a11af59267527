package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyUsage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads ask for the keys of many tenants at once, first of all and after a restart. */
class HerdTest {

    private static final int THREADS = 32;
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final TestKms kms = new TestKms();

    @Test
    @Timeout(120)
    void asksTheKmsTwiceForANewKeyAndOnceForAKnownOne() throws Exception {
        herd(new InMemoryDataKeyStore(), 200);
    }

    @Test
    @Tag("long")
    @Timeout(3600)
    void asksTheKmsTwiceForEachOfTenThousandNewKeysAndOnceForEachKnownOne() throws Exception {
        herd(JdbcStores.empty(PostgresServer.dataSource(), JdbcStores.newPrefix()), 10_000);
    }

    private void herd(DataKeyStore store, int tenants) throws Exception {
        List<byte[]> values;
        int created;
        int found;
        try (ColumnSeal seal = start(store)) {
            int before = kms.calls();
            values = onAllThreads(() -> {
                List<byte[]> own = new ArrayList<>();
                for (int i = 0; i < tenants; i++) {
                    own.add(seal.fields().encrypt(context(i), PLAINTEXT));
                }
                return own;
            });
            created = kms.calls() - before;
        }
        assertThat(created).as("calls for new keys").isLessThanOrEqualTo(2 * tenants);
        int rows = fieldKeys(store);
        assertThat(rows).isEqualTo(tenants);
        try (ColumnSeal seal = start(store)) {
            int before = kms.calls();
            onAllThreads(() -> {
                for (int i = 0; i < values.size(); i++) {
                    assertThat(seal.fields().decrypt(context(i % tenants), values.get(i)))
                            .isEqualTo(PLAINTEXT);
                    seal.fields().encrypt(context(i % tenants), PLAINTEXT);
                }
                return List.of();
            });
            found = kms.calls() - before;
        }
        assertThat(found).as("calls for known keys").isLessThanOrEqualTo(tenants);
        System.out.printf(
                Locale.ROOT,
                "herd | %,d tenants, %d threads | %,d KMS calls for new keys | %,d key rows | %,d KMS calls after a restart%n",
                tenants,
                THREADS,
                created,
                rows,
                found);
    }

    private ColumnSeal start(DataKeyStore store) {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .borrowedKeyStore(store)
                .build();
    }

    private static int fieldKeys(DataKeyStore store) {
        AtomicInteger found = new AtomicInteger();
        store.forEach(
                row -> found.addAndGet(row.identity().usage() == KeyUsage.FIELD ? 1 : 0),
                malformed -> found.set(Integer.MIN_VALUE));
        return found.get();
    }

    private static FieldContext context(int tenant) {
        return FieldContext.of("clinic-" + tenant, "patient.ssn");
    }

    /** The values of one of them. */
    private static List<byte[]> onAllThreads(Callable<List<byte[]>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CyclicBarrier together = new CyclicBarrier(THREADS);
        try {
            List<Future<List<byte[]>>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(() -> {
                    together.await();
                    return work.call();
                }));
            }
            for (Future<List<byte[]>> thread : running) {
                thread.get();
            }
            return running.get(0).get();
        } finally {
            threads.shutdownNow();
        }
    }
}
