package io.columnseal.reencrypt;

import io.columnseal.ColumnSealException;
import io.columnseal.KmsException;
import io.columnseal.Retryable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a call to the KMS or the key table whose failure may pass by itself, with growing pauses and for a bounded time: a KMS
 * that is throttled, or started anew, must not cost a run all values of a key. Gives up at once when the run is to stop. Safe
 * for use by many threads.
 */
final class Retries {

    /** For those that somebody waits for, and for a KEK that was waited for before. */
    static final int MAX_ATTEMPTS = 7;

    /** How long a run waits for each KEK, and for the key table, that does not answer: a fail-over takes minutes. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    /** Doubled after every attempt: some six seconds in all until the last of {@value #MAX_ATTEMPTS}. */
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** So long at most nobody looks whether the run is to stop. */
    private static final int MOST_DOUBLINGS = MAX_ATTEMPTS - 2;

    private final LongConsumer pause;
    private final StopSignal stop;
    private final long patienceNanos;

    /** What was waited for in vain, and is not waited for again: one tenant's KMS must not hold up a run for every key. */
    private final Set<String> away = ConcurrentHashMap.newKeySet();

    /** @param pause waits for so many nanoseconds */
    Retries(LongConsumer pause, StopSignal stop) {
        this(pause, stop, PATIENCE.toNanos());
    }

    private Retries(LongConsumer pause, StopSignal stop, long patienceNanos) {
        this.pause = pause;
        this.stop = stop;
        this.patienceNanos = patienceNanos;
    }

    /** {@value #MAX_ATTEMPTS} attempts and no more. */
    static Retries brief(LongConsumer pause, StopSignal stop) {
        return new Retries(pause, stop, 0);
    }

    /** What the work returns or, if it is permanent or stays, the error that it throws. */
    <T> T call(Supplier<T> work) {
        long waited = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (ColumnSealException e) {
                if (!(e instanceof Retryable)
                        || attempt >= MAX_ATTEMPTS && !isWaitedFor(e, attempt, waited)
                        || stop.obey()) {
                    throw e;
                }
                long nanos = pauseNanos(attempt);
                waited += nanos;
                pause.accept(nanos);
            }
        }
    }

    private boolean isWaitedFor(ColumnSealException e, int attempt, long waited) {
        String service =
                e instanceof KmsException kms ? kms.kekId() : e.getClass().getSimpleName();
        if (waited >= patienceNanos) {
            away.add(service);
        }
        if (away.contains(service)) {
            return false;
        }
        if (attempt == MAX_ATTEMPTS) {
            LOG.warn("A run waits, for {} at most: {}", PATIENCE, e.getMessage());
        }
        return true;
    }

    /** Jitter over the upper half, so that nodes which were throttled together do not come back together. */
    private static long pauseNanos(int attempt) {
        long limit = FIRST_PAUSE_NANOS << Math.min(attempt - 1, MOST_DOUBLINGS);
        return ThreadLocalRandom.current().nextLong(limit / 2, limit + 1);
    }
}
