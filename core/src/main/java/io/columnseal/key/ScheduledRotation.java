package io.columnseal.key;

import io.columnseal.ColumnSealException;
import io.columnseal.key.RotationSchedule.Run;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rotates keys by a schedule, on one daemon thread. A rotation that failed, as a whole or for some tenants, is tried again
 * an hour later; what was rotated by then is not rotated again.
 */
final class ScheduledRotation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledRotation.class);

    /** Nodes that were started together shall not ask the KMS together. */
    private static final Duration JITTER = Duration.ofMinutes(5);

    private static final Duration RETRY_AFTER = Duration.ofHours(1);

    /** The wall clock may be set, and a machine may sleep. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final RotationSchedule schedule;
    private final Rotations rotations;
    private final Consumer<KeyRotationReport> afterwards;
    private final Clock clock;
    private final Duration jitter;
    private final Object lock = new Object();
    private @Nullable Run next;
    private @Nullable Run retry;
    private Instant looked;
    private boolean closed;

    ScheduledRotation(
            RotationSchedule schedule, Rotations rotations, Consumer<KeyRotationReport> afterwards, Clock clock) {
        this(schedule, rotations, afterwards, clock, JITTER);
    }

    ScheduledRotation(
            RotationSchedule schedule,
            Rotations rotations,
            Consumer<KeyRotationReport> afterwards,
            Clock clock,
            Duration jitter) {
        this.schedule = schedule;
        this.rotations = rotations;
        this.afterwards = afterwards;
        this.clock = clock;
        this.jitter = jitter;
        this.looked = clock.instant();
        this.next = late(schedule.first(looked));
    }

    /** Rotates from now on, until this is closed. */
    ScheduledRotation start() {
        Thread thread = new Thread(this::run, "columnseal-rotation");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    /** Rotates if it is time; does nothing otherwise. */
    void rotateIfDue() {
        Instant now = clock.instant();
        if (now.isBefore(looked.minus(LONGEST_WAIT))) {
            // The clock was wrong when it was planned, perhaps by years
            next = late(schedule.first(now));
            Run failed = retry;
            retry = failed == null ? null : new Run(now.plus(RETRY_AFTER), earlier(failed.madeBefore(), now));
        }
        looked = now;
        Run regular = next;
        Run again = retry;
        if (regular != null && !now.isBefore(regular.at())) {
            // What failed before is due for this one as well
            next = late(schedule.next(now));
            attempt(regular, now);
        } else if (again != null && !now.isBefore(again.at())) {
            attempt(again, now);
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void attempt(Run run, Instant now) {
        retry = rotate(run) ? null : new Run(now.plus(RETRY_AFTER), run.madeBefore());
    }

    private boolean rotate(Run run) {
        KeyRotationReport report;
        try {
            report = rotations.rotateDue(run.madeBefore());
        } catch (RuntimeException | Error e) {
            // A KMS or a key store of somebody else's making may throw anything, with values in its message
            LOG.warn("The scheduled rotation failed and is tried again: {}", described(e));
            return false;
        }
        report.failures().forEach(ScheduledRotation::warn);
        if (!report.rotated().isEmpty() || !report.complete()) {
            follow(report);
        }
        return report.complete();
    }

    private void follow(KeyRotationReport report) {
        try {
            afterwards.accept(report);
        } catch (RuntimeException | Error e) {
            LOG.warn("What was to follow the scheduled rotation failed: {}", described(e));
        }
    }

    private static void warn(KeyRotationReport.Failure failure) {
        LOG.warn(
                "The scheduled rotation of tenant {} failed and is tried again: {}",
                failure.tenant(),
                described(failure.error()));
    }

    private static Object described(Throwable e) {
        return e instanceof ColumnSealException ? String.valueOf(e.getMessage()) : e.getClass();
    }

    private @Nullable Run late(@Nullable Run run) {
        if (run == null || jitter.isZero()) {
            return run;
        }
        return new Run(run.at().plusMillis(ThreadLocalRandom.current().nextLong(jitter.toMillis())), run.madeBefore());
    }

    private void run() {
        while (awaitNext()) {
            rotateIfDue();
        }
    }

    /** False once there is nothing to wait for. */
    private boolean awaitNext() {
        synchronized (lock) {
            Run run = sooner(next, retry);
            if (run == null || closed) {
                return false;
            }
            Duration left = Duration.between(clock.instant(), run.at());
            Duration wait = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
            try {
                if (wait.toMillis() > 0) {
                    lock.wait(wait.toMillis());
                }
            } catch (InterruptedException e) {
                return false;
            }
            return !closed;
        }
    }

    private static @Nullable Run sooner(@Nullable Run run, @Nullable Run other) {
        if (run == null || other == null) {
            return run == null ? other : run;
        }
        return run.at().isBefore(other.at()) ? run : other;
    }

    /** Ends after the rotation that is under way, if there is one; does not wait for it. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
    }
}
