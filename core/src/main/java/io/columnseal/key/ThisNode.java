package io.columnseal.key;

import io.columnseal.KeyStoreException;
import io.columnseal.KeyStoreRefusedException;
import io.columnseal.internal.CoarseClock;
import io.columnseal.internal.crypto.RandomBytes;
import java.time.Duration;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process tells all others of itself: that it seals, and which changes of the key table have taken effect
 * here. A process that only opens values tells nothing. Safe for use by many threads.
 */
final class ThisNode {

    private static final Logger LOG = LoggerFactory.getLogger(ThisNode.class);

    /** How often it is told although nothing changed. */
    static final Duration HEARTBEAT = Duration.ofSeconds(30);

    private static final int ID_BYTES = 16;

    private final NodeRegistry registry;
    private final ChangeSettings settings;
    private final CoarseClock clock;

    private volatile long heardAt;
    private volatile boolean registered;
    private String id = newId();
    private long revision;
    private long acknowledged;
    private long beat;
    private boolean refused;
    private long refusedAt;
    private boolean gone;

    ThisNode(NodeRegistry registry, ChangeSettings settings, CoarseClock clock) {
        this.registry = registry;
        this.settings = settings;
        this.clock = clock;
    }

    /** All changes up to this revision have taken effect here. */
    synchronized void knows(long revision) {
        this.revision = revision;
        if (registered && (revision != acknowledged || isSilentFor(HEARTBEAT))) {
            acknowledge();
        }
    }

    /**
     * Makes sure that the others know of this process; to be called before an active key is loaded. Others forget a
     * process that is silent for as long as {@link ChangeSettings#forgottenAfter()}, so one that cannot make itself heard
     * must not get keys anew.
     *
     * @throws KeyStoreException if it cannot be told, unless for want of the right to
     */
    void requireHeard() {
        if (!registered || isSilentFor(settings.hardLimit())) {
            makeHeard();
        }
    }

    /**
     * The same before anything is sealed.
     *
     * @throws KeyStoreException if the others do not know of this process, for want of the right to tell them, too
     */
    void requireKnown() {
        requireHeard();
        if (!registered) {
            throw new KeyStoreRefusedException("tell other nodes of this one, which would seal", null);
        }
    }

    private synchronized void makeHeard() {
        boolean isHeard = registered && !isSilentFor(settings.hardLimit());
        if (isHeard || refused && clock.nanos() - refusedAt < HEARTBEAT.toNanos()) {
            return;
        }
        try {
            acknowledge();
            refused = false;
        } catch (KeyStoreRefusedException e) {
            // Others forget it
            registered = false;
            refusedAt = clock.nanos();
            if (refused) {
                return;
            }
            refused = true;
            LOG.warn(
                    "This process may not write to columnseal_nodes ({}), so it opens values and seals none: whoever"
                            + " destroys a key waits for those that seal under it, and would not know of this one. Grant"
                            + " select, insert, update and delete on that table to whoever seals",
                    e.getMessage());
        }
    }

    /** Seals no more. Does not fail, since the others find out by themselves, if later. */
    synchronized void leave() {
        gone = true;
        if (registered) {
            registered = false;
            try {
                registry.remove(id);
            } catch (KeyStoreException e) {
                LOG.debug("Could not remove this node", e);
            }
        }
    }

    private void acknowledge() {
        if (gone) {
            throw new IllegalStateException("this ColumnSeal is closed");
        }
        if (registered && registry.acknowledge(id, settings.application(), revision, beat + 1)) {
            beat++;
        } else {
            register();
        }
        acknowledged = revision;
        heardAt = clock.nanos();
    }

    /** Under a new id, also if another process goes by the old one, since this one is a copy of it. */
    private void register() {
        registry.removeSilent(settings.forgottenAfter());
        id = newId();
        beat = 1;
        registered = registry.acknowledge(id, settings.application(), revision, beat);
    }

    private boolean isSilentFor(Duration time) {
        return clock.nanos() - heardAt >= time.toNanos();
    }

    private static String newId() {
        return HexFormat.of().formatHex(RandomBytes.next(ID_BYTES));
    }
}
