package io.columnseal.key;

import io.columnseal.KeyRejectedException;
import io.columnseal.index.IndexContext;
import io.columnseal.internal.CoarseClock;
import java.time.Clock;
import java.time.Duration;

/**
 * The INDEX keys of a {@link KeyRing}, ready for the indexes they are asked for. Safe for use by many threads, virtual
 * ones included. Created by the facade; no API for applications.
 */
public final class IndexKeyRing {

    /** For clocks of nodes that differ, and for the moments between a key's creation and its activation. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final KeyRing ring;
    private final CoarseClock clock;
    private final Clock wallClock;
    private final Duration knownAfter;
    private final RecentIndexes recent = new RecentIndexes();

    /** @param hardLimit how long a node may serve without hearing of a new key */
    IndexKeyRing(KeyRing ring, CoarseClock clock, Clock wallClock, Duration hardLimit) {
        this.ring = ring;
        this.clock = clock;
        this.wallClock = wallClock;
        this.knownAfter = hardLimit.plus(MARGIN);
    }

    /**
     * The keys of an index.
     *
     * @param context one that names a tenant
     * @throws KeyWipedException if a key left the ring meanwhile; ask again
     */
    public IndexKeys indexing(IndexContext context) throws KeyWipedException {
        IndexKeys keys = recent.get(context);
        if (keys != null && keys.serve(clock.nanos())) {
            return keys;
        }
        String tenant = context.tenant();
        if (tenant == null) {
            throw new IllegalArgumentException("the context names no tenant");
        }
        keys = load(ring.active(tenant, KeyUsage.INDEX), context);
        recent.put(keys);
        return keys;
    }

    private IndexKeys load(UnwrappedKey key, IndexContext context) throws KeyWipedException {
        Predecessor predecessor = key.predecessor();
        IndexKey active = key.index(context);
        if (predecessor == null) {
            return new IndexKeys(context, active, null, active);
        }
        IndexKey previous = previous(predecessor.id(), key.tenant()).index(context);
        return new IndexKeys(context, active, previous, isKnownEverywhere(predecessor) ? active : previous);
    }

    private UnwrappedKey previous(KeyId id, String tenant) {
        UnwrappedKey previous = ring.byId(id);
        if (previous.usage() != KeyUsage.INDEX || !previous.tenant().equals(tenant)) {
            throw new KeyRejectedException(id, "it is not the INDEX key that its row says; restore the row", null);
        }
        return previous;
    }

    /**
     * Whether every node has heard of the successor, or serves no more. Until then nobody writes under it: a node that
     * does not know it would not find what was written.
     */
    private boolean isKnownEverywhere(Predecessor predecessor) {
        return wallClock.instant().isAfter(predecessor.replacedAt().plus(knownAfter));
    }
}
