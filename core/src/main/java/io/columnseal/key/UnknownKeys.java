package io.columnseal.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.columnseal.KeyNotFoundException;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.internal.CoarseClock;
import java.time.Duration;

/**
 * Remembers for a moment which key ids do not exist, and limits how many such ids are looked up, so that forged values
 * cannot keep the key database busy. A value of another node opens at once all the same: a key is committed before the
 * first value under it, so its id is never asked for in vain before. Safe for use by many threads.
 */
final class UnknownKeys {

    private static final Duration REMEMBERED = Duration.ofSeconds(10);
    private static final int MAXIMUM_SIZE = 10_000;

    /** Failed look-ups that are allowed at once, and per second after that. */
    private static final int BURST = 1_000;

    private static final long NANOS_PER_LOOK_UP = Duration.ofMillis(10).toNanos();

    private final CoarseClock clock;
    private final Cache<KeyId, Boolean> recent;

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
     * Called before a key is looked up.
     *
     * @throws KeyNotFoundException if there was no such key a moment ago
     * @throws KeyStoreUnavailableException if too many other keys were not found
     */
    void check(KeyId id) {
        if (contains(id)) {
            throw new KeyNotFoundException(id);
        }
        if (isExhausted()) {
            throw new KeyStoreUnavailableException(
                    "look up key " + id + ": too many values in a row name keys that do not exist", null);
        }
    }

    /** Whether there was no such key a moment ago. */
    boolean contains(KeyId id) {
        return recent.getIfPresent(id) != null;
    }

    void notFound(KeyId id) {
        if (recent.asMap().putIfAbsent(id, Boolean.TRUE) == null) {
            spend();
        }
    }

    void found(KeyId id) {
        recent.invalidate(id);
    }

    private synchronized boolean isExhausted() {
        return wholeAt - clock.nanos() >= BURST * NANOS_PER_LOOK_UP;
    }

    private synchronized void spend() {
        wholeAt = Math.max(wholeAt, clock.nanos()) + NANOS_PER_LOOK_UP;
    }
}
