package io.columnseal.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Notices that the wall clock ran apart from the monotonic one: the process was stopped, or restored from a snapshot that
 * nobody announced. A guest's monotonic clock may go on where it stood; its wall clock is set to the present by an agent
 * of the host or a time service that steps. One that only slews moves both clocks alike, and nothing is noticed. For one
 * thread.
 */
final class ClockJumps {

    /** Far more than a clock is slewed by between two looks, and than the millisecond it is read in. */
    static final Duration TOLERANCE = Duration.ofMillis(20);

    private long offsetMillis;

    ClockJumps(long wallMillis, long nanos) {
        this.offsetMillis = offset(wallMillis, nanos);
    }

    /** How far the wall clock ran ahead, or if negative behind, since this was last asked; 0 if it only was slewed. */
    long jumpMillis(long wallMillis, long nanos) {
        long previous = offsetMillis;
        offsetMillis = offset(wallMillis, nanos);
        long jump = offsetMillis - previous;
        return Math.abs(jump) > TOLERANCE.toMillis() ? jump : 0;
    }

    private static long offset(long wallMillis, long nanos) {
        return wallMillis - TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
