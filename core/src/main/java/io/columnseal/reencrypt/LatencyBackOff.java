package io.columnseal.reencrypt;

import java.util.concurrent.TimeUnit;

/**
 * Holds a run back while the database takes more than twice the time for a value that it took before: the application
 * waits as well then. Pauses double while that lasts, and halve when it is over. Not for many threads.
 */
final class LatencyBackOff {

    static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** What few values take tells more of the network than of the load. */
    private static final int FEWEST_ROWS = 20;

    private static final int PAGES_TO_LEARN = 5;
    private static final double WEIGHT = 0.3;
    private static final double LIMIT = 2;

    /** So slowly a database that stays slower for another reason becomes the normal one. */
    private static final double DRIFT = 1.002;

    private int pages;
    private double recent;
    private double normal = Double.MAX_VALUE;
    private long pause;

    /** A page of so many values was written in so many nanoseconds. */
    void wrote(long rows, long nanos) {
        if (rows < FEWEST_ROWS) {
            return;
        }
        double each = (double) nanos / rows;
        recent = pages == 0 ? each : recent + WEIGHT * (each - recent);
        pages++;
        if (pages < PAGES_TO_LEARN) {
            return;
        }
        boolean slow = recent > LIMIT * normal;
        normal = Math.min(normal * DRIFT, recent);
        pause = slow ? Math.min(LONGEST_PAUSE_NANOS, Math.max(nanos, 2 * pause)) : pause / 2;
    }

    /** How long to wait after the page that was written last; 0 for not at all. */
    long pauseNanos() {
        return pause;
    }
}
