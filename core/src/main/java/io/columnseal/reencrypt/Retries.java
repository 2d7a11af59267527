package io.columnseal.reencrypt;

import io.columnseal.ColumnSealException;
import io.columnseal.Retryable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Repeats a call to the KMS or the key table whose failure may pass by itself, with growing pauses and a bounded number
 * of times: a throttled KMS must not cost a run all values of a key. Gives up at once when the run is to stop.
 */
final class Retries {

    static final int MAX_ATTEMPTS = 7;

    /** Doubled after every attempt: some six seconds in all. */
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LongConsumer pause;
    private final StopSignal stop;

    /** @param pause waits for so many nanoseconds */
    Retries(LongConsumer pause, StopSignal stop) {
        this.pause = pause;
        this.stop = stop;
    }

    /** What the work returns or, if it is permanent or stays, the error that it throws. */
    <T> T call(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (ColumnSealException e) {
                if (!(e instanceof Retryable) || attempt == MAX_ATTEMPTS || stop.obey()) {
                    throw e;
                }
                pause.accept(pauseNanos(attempt));
            }
        }
    }

    /** Jitter over the upper half, so that nodes which were throttled together do not come back together. */
    private static long pauseNanos(int attempt) {
        long limit = FIRST_PAUSE_NANOS << (attempt - 1);
        return ThreadLocalRandom.current().nextLong(limit / 2, limit + 1);
    }
}
