package io.columnseal.key;

import io.columnseal.KmsException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.Retryable;
import io.columnseal.internal.CoarseClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Calls a KMS about one KEK: only so many calls at once, again a little later where one failed for a reason that may pass,
 * and none for a while where that did not help. Safe for use by many threads.
 */
final class KekGuard {

    /** The longest pause before the second attempt; twice as long before each further one. */
    static final Duration FIRST_BACKOFF = Duration.ofMillis(50);

    /** Nothing is tried again that took as long: whoever waits has waited enough, and the client tried for itself. */
    static final Duration RETRIED_WITHIN = Duration.ofSeconds(1);

    private final String kekId;
    private final OutageSettings settings;
    private final CoarseClock clock;
    private final Consumer<Duration> sleep;
    private final Semaphore permits;
    private final CircuitBreaker breaker;

    /** @param sleep lets the calling thread wait */
    KekGuard(String kekId, OutageSettings settings, CoarseClock clock, Consumer<Duration> sleep) {
        this.kekId = kekId;
        this.settings = settings;
        this.clock = clock;
        this.sleep = sleep;
        this.permits = new Semaphore(settings.parallelCalls());
        this.breaker = new CircuitBreaker("KMS key " + kekId, settings, settings.patience(), clock);
    }

    /**
     * Makes a call.
     *
     * @throws KmsException if it fails, or is not made
     */
    <T> T call(Supplier<T> call) {
        // Before there is a queue as well as after it
        if (!breaker.admits()) {
            throw leftAlone();
        }
        awaitPermit();
        try {
            CircuitBreaker.Call admitted = breaker.begin();
            if (admitted == null) {
                throw leftAlone();
            }
            return attempt(admitted, call);
        } finally {
            permits.release();
        }
    }

    Optional<Outage> outage() {
        return breaker.outage();
    }

    private <T> T attempt(CircuitBreaker.Call admitted, Supplier<T> call) {
        // Somebody's own error is no answer of the service, and must not stop everybody else's calls either
        Runnable ending = () -> breaker.abandoned(admitted);
        try {
            long begun = clock.nanos();
            for (int attempt = 1; ; attempt++) {
                try {
                    T result = call.get();
                    ending = () -> breaker.answered(admitted);
                    return result;
                } catch (KmsException e) {
                    if (!(e instanceof Retryable)) {
                        // What it refuses, it answers
                        ending = () -> breaker.answered(admitted);
                        throw e;
                    }
                    if (attempt == settings.attempts() || clock.nanos() - begun >= RETRIED_WITHIN.toNanos()) {
                        ending = () -> breaker.failed(admitted, e);
                        throw e;
                    }
                }
                sleep.accept(backoff(attempt));
            }
        } finally {
            ending.run();
        }
    }

    /** Full jitter: callers that failed together do not come back together. */
    private static Duration backoff(int attempt) {
        long longest = FIRST_BACKOFF.toNanos() << Math.min(attempt - 1, 5);
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest + 1));
    }

    private void awaitPermit() {
        // Also for a thread that was interrupted, on whose load others may wait
        if (permits.tryAcquire()) {
            return;
        }
        boolean granted;
        try {
            granted = permits.tryAcquire(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw KmsUnavailableException.notAsked(
                    kekId, "the thread was interrupted while as many calls as may be were under way", null);
        }
        if (!granted) {
            throw KmsUnavailableException.notAsked(
                    kekId,
                    "as many calls as may be are under way (columnseal.outage.parallel-calls, "
                            + settings.parallelCalls() + "), and none of them ended in time",
                    null);
        }
    }

    private KmsUnavailableException leftAlone() {
        Outage outage = breaker.outage().orElse(null);
        return outage == null
                ? KmsUnavailableException.notAsked(kekId, "it answers again just now; try again", null)
                : KmsUnavailableException.notAsked(kekId, "it " + outage.problem(), outage.latest());
    }
}
