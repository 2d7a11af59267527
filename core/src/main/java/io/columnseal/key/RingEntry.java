package io.columnseal.key;

/** A key in the ring and how long it serves. Times are those of the ring's clock. Safe for use by many threads. */
final class RingEntry {

    /** Part of the TTL after which a use of the key has it unwrapped anew in the background. */
    private static final double REFRESH_AHEAD = 0.8;

    private final UnwrappedKey key;
    private volatile long refreshAt;
    private volatile long staleAt;
    private volatile long deadAt;

    RingEntry(UnwrappedKey key, long loadedAt, KeyRingSettings settings) {
        this.key = key;
        renew(loadedAt, settings);
    }

    UnwrappedKey key() {
        return key;
    }

    /** The one of two keys of a tenant that was made later. */
    static RingEntry newer(RingEntry one, RingEntry other) {
        return one.key.identity().version() > other.key.identity().version() ? one : other;
    }

    /** Whether the key serves and nothing is to be done. */
    boolean isFresh(long now) {
        return now - refreshAt < 0;
    }

    /** Whether the key was unwrapped within the TTL. */
    boolean isCurrent(long now) {
        return now - staleAt < 0;
    }

    /** Whether the key is too old to serve, whatever the reason. */
    boolean isDead(long now) {
        return now - deadAt >= 0;
    }

    /** The key was unwrapped anew, at the time its loading began. */
    void renew(long loadedAt, KeyRingSettings settings) {
        deadAt = loadedAt + settings.hardLimit().toNanos();
        staleAt = loadedAt + settings.ttl().toNanos();
        refreshAt = loadedAt + (long) (settings.ttl().toNanos() * REFRESH_AHEAD);
    }

    /** Serves from memory for a while: the last attempt to unwrap it anew failed. */
    void postpone(long until) {
        refreshAt = until;
    }
}
