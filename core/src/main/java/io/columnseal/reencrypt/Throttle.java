package io.columnseal.reencrypt;

import java.util.concurrent.TimeUnit;

/** Spreads values over time, so many each second. Not for many threads. */
final class Throttle {

    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long rowsPerSecond;
    private long freeAt;
    private boolean used;

    /** @param rowsPerSecond 0 for no limit */
    Throttle(long rowsPerSecond) {
        this.rowsPerSecond = rowsPerSecond;
    }

    /** Values were taken at this time, of {@link System#nanoTime()}. Time that went unused is not saved up. */
    void took(long rows, long now) {
        if (rowsPerSecond > 0) {
            long from = used && freeAt - now > 0 ? freeAt : now;
            freeAt = from + Math.multiplyExact(rows, NANOS_PER_SECOND) / rowsPerSecond;
            used = true;
        }
    }

    /** How long to wait before the next ones; 0 for not at all. */
    long nanosToWait(long now) {
        return used ? Math.max(0, freeAt - now) : 0;
    }
}
