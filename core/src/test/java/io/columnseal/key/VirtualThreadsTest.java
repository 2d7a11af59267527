package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.FieldContext;
import io.columnseal.cipher.KeyRingFieldCipher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Many more threads than carriers, while keys are loaded slowly, rotated and evicted: whoever waits gives way. */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTest {

    private static final int THREADS = 10_000;
    private static final int TENANTS = 50;

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void sealsAndOpensOnTenThousandVirtualThreads() throws Exception {
        // One method of Java 21, which this library is not compiled for
        ExecutorService threads = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        try (TestKeyRing test = new TestKeyRing(TENANTS, LoadingThreads.create())) {
            test.source.beforeLoad(query -> LockSupport.parkNanos(1_000_000));
            KeyRingFieldCipher cipher = new KeyRingFieldCipher(test.ring(), event -> {});
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                running.add(threads.submit(() -> use(test, cipher, number)));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static void use(TestKeyRing test, KeyRingFieldCipher cipher, int number) {
        FieldContext context = FieldContext.of("clinic-" + number % TENANTS, "patient.ssn");
        for (int i = 0; i < 10; i++) {
            // Every other one is long enough for memory that threads share
            byte[] value =
                    ("patient " + number + "-" + i).repeat(i % 2 == 0 ? 1 : 100).getBytes(StandardCharsets.UTF_8);
            assertThat(cipher.decrypt(context, cipher.encrypt(context, value))).isEqualTo(value);
        }
        if (number % 100 == 0) {
            test.ring().evict("clinic-" + number / 100 % TENANTS);
        }
    }
}
