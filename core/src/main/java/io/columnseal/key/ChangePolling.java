package io.columnseal.key;

import io.columnseal.ColumnSealException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of changes that other nodes made to keys, by asking for the revision of the key table every few seconds, and lets
 * the {@link KeyRing} know. While the key database does not answer, keys in memory serve on up to their hard limit. Safe
 * for use by many threads.
 */
final class ChangePolling implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangePolling.class);

    /** Nodes that were started together do not ask together for long. */
    private static final double SHORTEST_PART = 0.8;

    /** Looks that may be missed, and how long one may take, before somebody is to know of it. */
    private static final int MISSED = 4;

    private static final Duration SLOW = Duration.ofMinutes(1);

    private final DataKeyStore store;
    private final KeyRing ring;
    private final ThisNode node;
    private final Duration interval;
    private final Runnable whenBack;
    private final LongSupplier clock;
    private final Thread thread = new Thread(this::run, "columnseal-poll");

    /** What took effect here; guarded by this, and null before the first look. */
    private @Nullable Long known;

    /** For the polling thread. */
    private boolean failing;

    /** When a look ended last, by the clock. */
    private volatile long heardAt;

    private volatile boolean closed;

    /**
     * @param whenBack run when the key tables lie behind what this node knew, as after the restore of a backup
     * @param clock nanoseconds, by which looks are missed
     */
    ChangePolling(
            DataKeyStore store, KeyRing ring, ThisNode node, Duration interval, Runnable whenBack, LongSupplier clock) {
        this.store = store;
        this.ring = ring;
        this.node = node;
        this.interval = interval;
        this.whenBack = whenBack;
        this.clock = clock;
        thread.setDaemon(true);
    }

    /** Takes the present revision as known; to be called before any key is read. Further calls do nothing. */
    synchronized void begin() {
        if (known == null) {
            known = store.revision();
            heardAt = clock.getAsLong();
            node.knows(known);
        }
    }

    /** Goes on looking until this is closed. */
    synchronized void start() {
        if (!closed && thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** Lets what changed since the last look take effect. */
    synchronized void look() {
        if (known == null) {
            begin();
            return;
        }
        KeyChanges changes = store.changesSince(known);
        if (changes.revision() < known) {
            LOG.warn(
                    "The key tables went back from revision {} to {}, as after the restore of a backup: all keys are read"
                            + " anew. See the guide on keys for what else to do then",
                    known,
                    changes.revision());
            whenBack.run();
            ring.forgetAll();
        } else {
            ring.changed(changes.keys());
        }
        known = changes.revision();
        heardAt = clock.getAsLong();
        node.knows(known);
    }

    /**
     * For how long no look has ended, if that is too long: the key database fails, or a call of it hangs. Empty before the
     * first look. Does not wait for one that hangs.
     */
    Optional<Duration> silence() {
        Duration since = Duration.ofNanos(clock.getAsLong() - heardAt);
        boolean begun = thread.getState() != Thread.State.NEW;
        return begun && since.compareTo(interval.multipliedBy(MISSED)) > 0 && since.compareTo(SLOW) > 0
                ? Optional.of(since)
                : Optional.empty();
    }

    /** Looks at once, instead of at the end of the interval: this process stood still, say. */
    void hurry() {
        LockSupport.unpark(thread);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            double part = ThreadLocalRandom.current().nextDouble(SHORTEST_PART, 1);
            LockSupport.parkNanos(this, (long) (interval.toNanos() * part));
            if (!closed) {
                lookAndTell();
            }
        }
    }

    private void lookAndTell() {
        try {
            look();
            if (failing) {
                failing = false;
                LOG.info("Changes of keys are heard of again");
            }
        } catch (RuntimeException | Error e) {
            if (!failing && !closed) {
                failing = true;
                LOG.warn(
                        "Changes that other nodes make to keys are not heard of until the key database answers again; keys"
                                + " in memory serve up to the hard limit: {}",
                        // A store of somebody else's making may throw anything, with values in its message
                        e instanceof ColumnSealException ? e.getMessage() : e.getClass());
            }
        }
    }
}
