package io.columnseal.key;

import io.columnseal.ColumnSealException;
import io.columnseal.internal.CoarseClock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves a service alone for a while that failed several times in a row, or has one call wait for too long: whoever would
 * call it meanwhile is told at once. After a pause one caller tries again, and while that fails the pauses get longer. The
 * first answer, whichever call it is of, ends this. Holds no lock during a call; safe for use by many threads.
 */
final class CircuitBreaker {

    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);

    /** Short, since most outages are over before anybody noticed them. */
    static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    private final String service;
    private final int tolerated;
    private final Duration overdueAfter;
    private final Duration probeOverdueAfter;
    private final Duration longestPause;
    private final CoarseClock clock;

    /** Oldest first. */
    private final Set<Call> underWay = new LinkedHashSet<>();

    private int failures;
    private long answeredAt = Long.MIN_VALUE;
    private boolean open;
    private long openSince;
    private long openUntil;
    private Duration pause = FIRST_PAUSE;
    private @Nullable Call probe;
    private @Nullable ColumnSealException latest;

    /**
     * @param service what it is, for the log and for health
     * @param overdueAfter how long a call may take before it counts as failed, though it goes on; for the one that tries
     *     again it is the callers' patience
     */
    CircuitBreaker(String service, OutageSettings settings, Duration overdueAfter, CoarseClock clock) {
        this.service = service;
        this.tolerated = settings.failures();
        this.overdueAfter = overdueAfter;
        this.probeOverdueAfter = settings.patience();
        this.longestPause = settings.longestPause();
        this.clock = clock;
    }

    /**
     * A call that begins now, to be given back as {@link #answered}, {@link #failed} or {@link #abandoned}.
     *
     * @return null if the service is to be left alone
     */
    synchronized @Nullable Call begin() {
        long now = clock.nanos();
        if (!admits(now)) {
            return null;
        }
        Call call = new Call(now);
        if (open) {
            probe = call;
        }
        underWay.add(call);
        return call;
    }

    /** Whether a call may begin now. */
    synchronized boolean admits() {
        return admits(clock.nanos());
    }

    private boolean admits(long now) {
        if (!open && anyIsOverdue(now)) {
            open(now);
        }
        if (open && probe != null && isOverdue(probe, now, probeOverdueAfter)) {
            reopen(now);
        }
        return !open || (probe == null && now >= openUntil);
    }

    /** The service answered, if only that it refuses. */
    synchronized void answered(Call call) {
        underWay.remove(call);
        answeredAt = clock.nanos();
        failures = 0;
        latest = null;
        if (open) {
            open = false;
            probe = null;
            pause = FIRST_PAUSE;
            LOG.info("{} answers again", service);
        }
    }

    /** The service did not answer, or answered that it cannot for now. */
    synchronized void failed(Call call, ColumnSealException error) {
        underWay.remove(call);
        failures++;
        latest = error;
        long now = clock.nanos();
        if (call == probe) {
            reopen(now);
        } else if (!open && failures >= tolerated) {
            open(now);
        }
    }

    /** The call ended without a word of the service's: an error of ours, or its thread was interrupted. */
    synchronized void abandoned(Call call) {
        underWay.remove(call);
        if (call == probe) {
            probe = null;
        }
    }

    /** The outage as far as it is known; empty while the service is called as usual. */
    synchronized Optional<Outage> outage() {
        long now = clock.nanos();
        return open
                ? Optional.of(new Outage(
                        service,
                        Duration.ofNanos(now - openSince),
                        failures,
                        Duration.ofNanos(Math.max(0, openUntil - now)),
                        latest))
                : Optional.empty();
    }

    private void open(long now) {
        open = true;
        openSince = now;
        openUntil = now + pause.toNanos();
        LOG.warn(
                "{} does not answer ({} calls in a row failed{}): it is left alone for a while, then tried by one caller"
                        + " at a time. Keys in memory serve up to the hard limit, others fail at once",
                service,
                failures,
                latest == null
                        ? ", one is overdue"
                        : ", the last one as " + latest.getClass().getSimpleName());
    }

    private void reopen(long now) {
        probe = null;
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(longestPause) < 0 ? longer : longestPause;
        openUntil = now + pause.toNanos();
    }

    private boolean anyIsOverdue(long now) {
        // The oldest may hang for ever while others are answered, or later ones hang as well
        return underWay.stream().anyMatch(call -> isOverdue(call, now, overdueAfter));
    }

    /** One that hangs while others are answered is no outage. */
    private boolean isOverdue(Call call, long now, Duration after) {
        return now - call.begunAt >= after.toNanos() && answeredAt <= call.begunAt;
    }

    /** A call under way; as good as its identity. */
    static final class Call {

        private final long begunAt;

        private Call(long begunAt) {
            this.begunAt = begunAt;
        }
    }
}
