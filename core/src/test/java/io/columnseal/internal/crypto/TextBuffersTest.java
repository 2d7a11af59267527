package io.columnseal.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
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

    /** More threads than places, so that many share one. */
    @Test
    void noThreadSeesWhatAnotherWrites() throws InterruptedException {
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        Thread[] threads = new Thread[2 * Stripe.count()];
        for (int i = 0; i < threads.length; i++) {
            byte own = (byte) (i + 1);
            threads[i] = new Thread(() -> {
                for (int j = 0; j < 2_000; j++) {
                    int length = TextBuffers.SHORTEST + j % 500;
                    byte[] buffer = buffers.take(length);
                    requireOnly((byte) 0, buffer, length, failures);
                    Arrays.fill(buffer, 0, length, own);
                    Thread.yield();
                    requireOnly(own, buffer, length, failures);
                    buffers.giveBack(buffer, length);
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
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
