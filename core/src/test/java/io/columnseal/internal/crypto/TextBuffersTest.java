package io.columnseal.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextBuffersTest {

    private final TextBuffers buffers = new TextBuffers();

    @ParameterizedTest
    @ValueSource(ints = {1, TextBuffers.SHORTEST, TextBuffers.LONGEST, TextBuffers.LONGEST + 1, 10 << 20})
    void lendsAnArrayThatHasRoom(int length) {
        byte[] buffer = buffers.take(length);

        assertThat(buffer.length).isGreaterThanOrEqualTo(length);
        buffers.giveBack(buffer, length);
    }

    @Test
    void lendsTheSameArrayAgain() {
        byte[] buffer = buffers.take(TextBuffers.SHORTEST);
        buffers.giveBack(buffer, TextBuffers.SHORTEST);

        assertThat(buffers.take(TextBuffers.LONGEST)).isSameAs(buffer);
    }

    @Test
    void lendsAnArrayOnceAtATime() {
        byte[] buffer = buffers.take(TextBuffers.SHORTEST);
        byte[] other = buffers.take(TextBuffers.SHORTEST);
        assertThat(other).isNotSameAs(buffer);

        buffers.giveBack(other, TextBuffers.SHORTEST);
        assertThat(buffers.take(TextBuffers.SHORTEST)).isNotSameAs(buffer);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, TextBuffers.SHORTEST, TextBuffers.LONGEST, TextBuffers.LONGEST + 1})
    void zeroesWhatWasWritten(int length) {
        byte[] buffer = buffers.take(length);
        Arrays.fill(buffer, 0, length, (byte) 7);
        buffers.giveBack(buffer, length);

        assertThat(buffer).containsOnly(0);
    }

    @Test
    void lendsThePlaceLaterThatItHadNoMemoryFor() {
        AtomicInteger made = new AtomicInteger();
        TextBuffers scarce = new TextBuffers(length -> {
            if (made.getAndIncrement() == 0) {
                throw new OutOfMemoryError("on purpose");
            }
            return new byte[length];
        });
        assertThatThrownBy(() -> scarce.take(TextBuffers.SHORTEST)).isInstanceOf(OutOfMemoryError.class);

        byte[] buffer = scarce.take(TextBuffers.SHORTEST);
        scarce.giveBack(buffer, TextBuffers.SHORTEST);

        assertThat(scarce.take(TextBuffers.SHORTEST)).isSameAs(buffer);
    }

    /** More threads than places, so that many share one. */
    @Test
    void noThreadSeesWhatAnotherWrites() throws InterruptedException {
        assertKeepApart(Thread::new, 2 * Stripe.count(), 2_000);
    }

    @Test
    void keepsNoMoreArraysThanPlacesForTenThousandThreads() throws InterruptedException {
        assertKeepApart(Thread::new, 10_000, 1);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void keepsNoMoreArraysThanPlacesForTenThousandVirtualThreads() throws Exception {
        // Methods of Java 21, which this library is not compiled for
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        ThreadFactory virtual = (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);

        assertKeepApart(virtual, 10_000, 10);
    }

    private static void assertKeepApart(ThreadFactory factory, int count, int rounds) throws InterruptedException {
        AtomicInteger made = new AtomicInteger();
        TextBuffers buffers = new TextBuffers(length -> {
            made.getAndIncrement();
            return new byte[length];
        });
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte own = (byte) (i % 127 + 1);
            Thread thread = factory.newThread(() -> use(buffers, own, rounds, failures));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        assertThat(made).hasValueBetween(1, Stripe.count());
    }

    private static void use(TextBuffers buffers, byte own, int rounds, Queue<String> failures) {
        for (int i = 0; i < rounds; i++) {
            int length = TextBuffers.SHORTEST + i % 500;
            byte[] buffer = buffers.take(length);
            requireOnly((byte) 0, buffer, length, failures);
            Arrays.fill(buffer, 0, length, own);
            // Others run meanwhile, in virtual threads on the same carrier
            Thread.yield();
            requireOnly(own, buffer, length, failures);
            buffers.giveBack(buffer, length);
        }
    }

    private static void requireOnly(byte expected, byte[] buffer, int length, Queue<String> failures) {
        for (int i = 0; i < length; i++) {
            if (buffer[i] != expected) {
                failures.add(buffer[i] + " instead of " + expected);
                return;
            }
        }
    }
}
