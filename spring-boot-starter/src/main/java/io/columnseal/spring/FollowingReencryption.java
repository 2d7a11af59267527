package io.columnseal.spring;

import io.columnseal.ColumnSealException;
import io.columnseal.reencrypt.QuarantinedValue;
import io.columnseal.reencrypt.ReencryptionRun;
import io.columnseal.reencrypt.ReencryptionRun.State;
import io.columnseal.reencrypt.ReencryptionRun.Wish;
import io.columnseal.reencrypt.RunStore;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The re-encryption that follows when keys were replaced, as a run of one id, on a thread of its own. It is begun again, with
 * growing pauses, until nothing is left but what no run can move. Where it ends with its process, whichever node of the
 * application is there goes on with it. Safe for use by many threads.
 */
final class FollowingReencryption implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FollowingReencryption.class);

    /** How often it looks whether a run was left behind, or has come to its end elsewhere. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(6);
    private static final long CLOSING_MILLIS = 10_000;
    private static final int MAX_QUARANTINED = 10_000;

    /** What may be over when the run begins again. */
    private static final Set<Reason> PASSING = EnumSet.of(Reason.KEY_UNAVAILABLE, Reason.ROTATION_NOT_SEEN);

    private final String id;
    private final Supplier<RunStore> runs;
    private final Beginning beginning;
    private final InstantSource clock;
    private final Duration look;
    private final Object lock = new Object();
    private @Nullable String cause;
    private @Nullable Thread thread;
    private volatile boolean stopped = true;

    /** Begins the run, or has it go on; returns when it has ended, or is in the hands of all nodes. */
    @FunctionalInterface
    interface Beginning {

        void begin(RunStore runs, String id, BooleanSupplier stopped);
    }

    /**
     * @param id of the run
     * @param runs where it is remembered; asked when it is needed, since it needs the keys
     */
    FollowingReencryption(String id, Supplier<RunStore> runs, Beginning beginning) {
        this(id, runs, beginning, InstantSource.system(), LOOK);
    }

    /** @param look how often it looks, and its shortest pause */
    FollowingReencryption(String id, Supplier<RunStore> runs, Beginning beginning, InstantSource clock, Duration look) {
        this.id = id;
        this.runs = runs;
        this.beginning = beginning;
        this.clock = clock;
        this.look = look;
    }

    /**
     * Has it follow, and returns at once. While the run is under way, it begins anew at its end: it may be past what was
     * replaced now.
     *
     * @param newCause what it follows, for the log
     */
    void follow(String newCause) {
        synchronized (lock) {
            cause = newCause;
            lock.notifyAll();
        }
    }

    @Override
    public void start() {
        synchronized (lock) {
            if (thread == null) {
                stopped = false;
                thread = new Thread(this::work, "columnseal-" + id);
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    /** Waits a moment for the page that is under way: it goes on at the next start. */
    @Override
    public void stop() {
        Thread working;
        synchronized (lock) {
            stopped = true;
            working = thread;
            thread = null;
            lock.notifyAll();
        }
        try {
            if (working != null) {
                working.join(CLOSING_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return !stopped;
    }

    private void work() {
        while (!stopped) {
            if (isAsked() || isLeftBehind()) {
                finish();
            }
            pause(look, true);
        }
    }

    private boolean isAsked() {
        synchronized (lock) {
            return cause != null;
        }
    }

    /** Takes the cause, so that what is asked from now on counts anew. */
    private boolean takeCause() {
        synchronized (lock) {
            if (cause == null) {
                return false;
            }
            LOG.info("Re-encryption {} follows {}", id, cause);
            cause = null;
            return true;
        }
    }

    /** By a process that was killed, or stopped while it was at work. What somebody stopped or paused stays so. */
    private boolean isLeftBehind() {
        try {
            ReencryptionRun run = runs.get().find(id).orElse(null);
            return run != null
                    && run.wish() == Wish.RUN
                    && (run.state() == State.STOPPED || run.isQuiet(clock.instant()));
        } catch (RuntimeException e) {
            LOG.debug("Whether re-encryption {} was left behind is not known", id, e);
            return false;
        }
    }

    /** Until it has come to its end, on whichever node. */
    private void finish() {
        Duration pause = look;
        OptionalLong before = OptionalLong.empty();
        boolean due = true;
        boolean failed = false;
        while (!stopped) {
            try {
                ReencryptionRun run = runs.get().find(id).orElse(null);
                // One that failed here may still be written down as at work
                if (run != null && !failed && isAtWork(run)) {
                    pause(look, false);
                    continue;
                }
                if (takeCause() || due) {
                    due = false;
                    failed = false;
                    beginning.begin(runs.get(), id, () -> stopped);
                    continue;
                }
                if (run == null || isOver(run, before)) {
                    return;
                }
                before = run.rowsRemaining();
            } catch (RuntimeException | Error e) {
                failed = true;
                LOG.warn("Re-encryption {} failed and is tried again in {}: {}", id, pause, described(e));
            }
            pause(pause, true);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            due = true;
        }
    }

    private boolean isAtWork(ReencryptionRun run) {
        return run.state() == State.RUNNING && (run.wish() != Wish.RUN || !run.isQuiet(clock.instant()));
    }

    /** @param before how many values the run before left behind */
    private boolean isOver(ReencryptionRun run, OptionalLong before) {
        if (run.state() != State.FINISHED) {
            // By somebody who knows why; the next cause begins it again
            return run.wish() == Wish.STOP;
        }
        OptionalLong remaining = run.rowsRemaining();
        if (remaining.equals(OptionalLong.of(0))) {
            LOG.info("Re-encryption {} is complete", id);
            return true;
        }
        boolean stays = remaining.isPresent()
                && remaining.equals(before)
                && runs.get().quarantine(id, MAX_QUARANTINED).stream()
                        .map(QuarantinedValue::reason)
                        .noneMatch(PASSING::contains);
        LOG.warn(
                stays
                        ? "Re-encryption {} has left {} values behind that no run can move: columnseal reencrypt status"
                                + " --quarantine lists them"
                        : "Re-encryption {} has left {} values behind, and begins again",
                id,
                remaining.isPresent() ? remaining.getAsLong() : "some");
        return stays;
    }

    /** @param untilAsked whether it ends early if there is something to follow */
    private void pause(Duration time, boolean untilAsked) {
        long end = System.nanoTime() + time.toNanos();
        synchronized (lock) {
            long left = time.toNanos();
            while (left > 0 && !stopped && !(untilAsked && cause != null)) {
                try {
                    lock.wait(Math.max(1, left / 1_000_000));
                } catch (InterruptedException e) {
                    stopped = true;
                }
                left = end - System.nanoTime();
            }
        }
    }

    /** A database or a KMS of somebody else's making may throw anything, with values in its message. */
    private static Object described(Throwable e) {
        return e instanceof ColumnSealException ? String.valueOf(e.getMessage()) : e.getClass();
    }
}
