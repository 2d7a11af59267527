package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.index.BlindIndexer;
import io.columnseal.index.IndexContext;
import io.columnseal.index.KeyRingBlindIndexer;
import io.columnseal.internal.crypto.HmacSha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IndexKeyConcurrencyTest {

    private static final int THREADS = 4;
    private static final IndexContext SSN = IndexContext.of("clinic-1", "patient.ssn", "");
    private static final byte[] FORM = {1, 2, 3, 4};

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** Evicts all the time, so that nearly every value meets a key that is being wiped. */
    @Test
    void neverMakesAnotherValueWhileKeysAreEvicted() throws Exception {
        TestKeyRing test = new TestKeyRing(100, LoadingThreads.create());
        BlindIndexer indexer = new KeyRingBlindIndexer(test.indexes());
        KeyId id = test.ring().active("clinic-1", KeyUsage.INDEX).id();
        byte[] expected = value(1, test.indexKey(id, SSN));

        onThreads(() -> {
            for (int i = 0; i < 5_000; i++) {
                if (i % 3 == 0) {
                    test.ring().evict(id);
                }
                assertThat(Arrays.equals(indexer.indexValue(SSN, FORM), expected))
                        .isTrue();
                for (byte[] found : indexer.lookupValues(SSN, FORM)) {
                    assertThat(Arrays.equals(found, expected)).isTrue();
                }
            }
            return null;
        });
        test.close();
    }

    @Test
    void neverMissesAValueWhileTheIndexKeyIsRotatedAndEvicted() throws Exception {
        TestKeyRing test = new TestKeyRing(100, LoadingThreads.create());
        BlindIndexer indexer = new KeyRingBlindIndexer(test.indexes());
        byte[] old = indexer.indexValue(SSN, FORM);
        AtomicInteger turns = new AtomicInteger();

        onThreads(() -> {
            for (int i = 0; i < 2_000; i++) {
                int turn = turns.incrementAndGet();
                if (turn == 1_000) {
                    test.rotateIndex("clinic-1");
                }
                if (turn % 5 == 0) {
                    test.ring().evict("clinic-1");
                }
                byte[] written = indexer.indexValue(SSN, FORM);
                assertThat(written).isEqualTo(old);
                assertThat(indexer.lookupValues(SSN, FORM)).anyMatch(found -> Arrays.equals(found, written));
            }
            return null;
        });
        assertThat(indexer.lookupValues(SSN, FORM).get(0)).startsWith(2);
        test.close();
    }

    @Test
    void makesProgressWithFewerKeysThanTenants() throws Exception {
        TestKeyRing small = new TestKeyRing(2, LoadingThreads.create());
        BlindIndexer indexer = new KeyRingBlindIndexer(small.indexes());
        AtomicInteger number = new AtomicInteger();

        onThreads(() -> {
            IndexContext index = SSN.withTenant("clinic-" + number.incrementAndGet());
            byte[] first = indexer.indexValue(index, FORM);
            for (int i = 0; i < 200; i++) {
                assertThat(indexer.lookupValues(index, FORM)).containsExactly(first, first);
            }
            return null;
        });
        small.close();
    }

    private static byte[] value(int version, byte[] indexKey) {
        byte[] value = new byte[17];
        value[0] = (byte) version;
        System.arraycopy(HmacSha256.tag(indexKey, FORM), 0, value, 1, 16);
        return value;
    }

    private void onThreads(Callable<?> work) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            running.add(threads.submit(work));
        }
        for (Future<?> result : running) {
            result.get();
        }
    }
}
