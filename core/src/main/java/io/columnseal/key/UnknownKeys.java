package io.columnseal.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.columnseal.KeyNotFoundException;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.internal.CoarseClock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Remembers for a moment which key ids do not exist, and when there were many such ids, lets keys be looked up a few at a
 * time, in the order they were asked for: forged values cannot keep the key database busy, and a genuine key that is new
 * to this node waits its turn among them but is not refused for their sake. Safe for use by many threads.
 */
final class UnknownKeys {

    /** Look-ups at once when there are many forged ids: more than the key database's own pool has connections. */
    static final int TURNS = 8;

    /** Ids that did not exist before look-ups take turns. */
    static final int BURST = 1_000;

    private static final Duration REMEMBERED = Duration.ofSeconds(10);
    private static final int MAXIMUM_SIZE = 10_000;
    private static final long NANOS_PER_LOOK_UP = Duration.ofMillis(10).toNanos();

    /** Thousands of look-ups by primary key; longer only if the key database or the KMS hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CoarseClock clock;
    private final Cache<KeyId, Boolean> recent;
    private final Semaphore turns = new Semaphore(TURNS, true);

    /** When the allowance will be whole again; guarded by this. */
    private long wholeAt;

    UnknownKeys(CoarseClock clock) {
        this.clock = clock;
        this.recent = Caffeine.newBuilder()
                .maximumSize(MAXIMUM_SIZE)
                .expireAfterWrite(REMEMBERED)
                .ticker(clock::nanos)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Looks up a key, in turn with others if need be.
     *
     * @throws KeyNotFoundException if there was no such key a moment ago
     * @throws KeyStoreUnavailableException if its turn did not come in time
     */
    UnwrappedKey lookUp(KeyId id, Supplier<UnwrappedKey> load) {
        requireNotMissing(id);
        if (allowance() > 0) {
            return load.get();
        }
        awaitTurn(id);
        try {
            requireNotMissing(id);
            return load.get();
        } finally {
            turns.release();
        }
    }

    /** Whether there was no such key a moment ago. */
    boolean contains(KeyId id) {
        return recent.getIfPresent(id) != null;
    }

    void notFound(KeyId id) {
        if (recent.asMap().putIfAbsent(id, Boolean.TRUE) == null) {
            spend(1);
        }
    }

    void found(KeyId id) {
        recent.invalidate(id);
    }

    /**
     * Takes look-ups out of the allowance before it is known whether they find a key.
     *
     * @return how many of them may be made; to be given back when they were
     */
    synchronized int reserve(int wanted) {
        int granted = Math.min(wanted, allowance());
        spend(granted);
        return granted;
    }

    synchronized void giveBack(int reserved) {
        wholeAt -= reserved * NANOS_PER_LOOK_UP;
    }

    private synchronized int allowance() {
        long used = Math.max(0, wholeAt - clock.nanos());
        return (int) Math.max(0, BURST - used / NANOS_PER_LOOK_UP);
    }

    private synchronized void spend(int lookUps) {
        wholeAt = Math.max(wholeAt, clock.nanos()) + lookUps * NANOS_PER_LOOK_UP;
    }

    private void requireNotMissing(KeyId id) {
        if (contains(id)) {
            throw new KeyNotFoundException(id);
        }
    }

    private void awaitTurn(KeyId id) {
        boolean came = false;
        try {
            came = turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!came) {
            throw new KeyStoreUnavailableException(
                    "look up key " + id + ": too many values in a row name keys that do not exist", null);
        }
    }
}
