package io.columnseal.reencrypt;

import io.columnseal.ReencryptionException;
import io.columnseal.reencrypt.ReencryptionRun.Wish;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a run's pages pass when it is their time: not while the run is paused or outside its windows, not faster than its
 * throttle, and with pauses while the database is slow. Not for many threads.
 */
final class RunPace {

    /** So long at most nobody looks whether the run is to stop. */
    private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final PaceSettings settings;
    private final StopSignal stop;
    private final RunJournal journal;
    private final RunControl control;
    private final RunTime time;
    private final Throttle throttle;
    private final LatencyBackOff backOff = new LatencyBackOff();
    private BooleanSupplier held = () -> true;
    private long backOffUntil;
    private boolean backingOff;

    RunPace(PaceSettings settings, StopSignal stop, RunJournal journal, RunControl control, RunTime time) {
        this.settings = settings;
        this.stop = stop;
        this.journal = journal;
        this.control = control;
        this.time = time;
        this.throttle = new Throttle(settings.rowsPerSecond());
    }

    /** Lets pages pass only while this is true. */
    void whileHolding(BooleanSupplier range) {
        held = range;
    }

    /** Waits until the next page may be read; false if the run is to stop instead, or no longer holds what it walks. */
    boolean awaitTurn() {
        while (!stop.obey() && held.getAsBoolean()) {
            long wait = nanosToWait();
            if (wait <= 0) {
                return true;
            }
            time.pause().accept(Math.min(wait, LONGEST_NAP_NANOS));
            journal.saveIfDue();
        }
        return false;
    }

    /**
     * Reads the next page when it is its time.
     *
     * @return null if the run is to stop instead, also by an interrupt that comes just now: no pool serves that thread
     */
    <T> @Nullable T inTurn(Supplier<T> read) {
        if (!awaitTurn()) {
            return null;
        }
        try {
            return read.get();
        } catch (ReencryptionException e) {
            if (Thread.currentThread().isInterrupted() && stop.obey()) {
                return null;
            }
            throw e;
        }
    }

    /** To be called every now and then by whoever waits for something else. */
    void attend() {
        if (!stop.obey()) {
            journal.saveIfDue();
        }
    }

    /** Whether it is not yet the time of the next page. */
    boolean isHeldBack() {
        return nanosToWait() > 0;
    }

    private long nanosToWait() {
        if (control.wish() == Wish.PAUSE || journal.wish() == Wish.PAUSE) {
            return LONGEST_NAP_NANOS;
        }
        long now = time.nanoTime().getAsLong();
        long slow = backingOff ? backOffUntil - now : 0;
        return Math.max(slow, Math.max(throttle.nanosToWait(now), nanosUntilWindow()));
    }

    private long nanosUntilWindow() {
        LocalTime now = LocalTime.now(time.clock());
        return settings.windows().stream()
                .mapToLong(window -> window.untilOpen(now).toNanos())
                .min()
                .orElse(0);
    }

    /** A page with so many rows to be moved was read. */
    void read(long rows) {
        throttle.took(rows, time.nanoTime().getAsLong());
    }

    /** A page was written. */
    void wrote(long rows, long nanos) {
        if (settings.backOff()) {
            backOff.wrote(rows, nanos);
            backingOff = backOff.pauseNanos() > 0;
            backOffUntil = time.nanoTime().getAsLong() + backOff.pauseNanos();
        }
    }

    /**
     * How a run is held back.
     *
     * @param rowsPerSecond 0 for no limit
     * @param windows when it may work; empty for always
     * @param backOff whether it gives way to a database that has become slow
     */
    record PaceSettings(long rowsPerSecond, List<TimeWindow> windows, boolean backOff) {

        /** So many pages a second at least, so that a throttle does not let whole pages through at once. */
        private static final int PAGES_PER_SECOND = 5;

        PaceSettings {
            windows = List.copyOf(windows);
        }

        /** Rows of a page that the throttle still spreads evenly. */
        int pageSize(int wanted) {
            return rowsPerSecond == 0 ? wanted : (int) Math.max(1, Math.min(wanted, rowsPerSecond / PAGES_PER_SECOND));
        }
    }
}
