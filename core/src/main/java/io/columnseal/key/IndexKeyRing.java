package io.columnseal.key;

import io.columnseal.KeyRejectedException;
import io.columnseal.index.IndexContext;
import io.columnseal.internal.CoarseClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The INDEX keys of a {@link KeyRing}, ready for the indexes they are asked for. Safe for use by many threads, virtual
 * ones included. Created by the facade; no API for applications.
 */
public final class IndexKeyRing {

    /** For clocks of nodes that differ, and for the moments between a key's creation and its activation. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final KeyRing ring;
    private final CoarseClock clock;
    private final InstantSource wallClock;
    private final Duration knownAfter;
    private final RecentIndexes recent = new RecentIndexes();

    /** @param hardLimit how long a node may serve without hearing of a new key */
    IndexKeyRing(KeyRing ring, CoarseClock clock, InstantSource wallClock, Duration hardLimit) {
        this.ring = ring;
        this.clock = clock;
        this.wallClock = wallClock;
        this.knownAfter = hardLimit.plus(MARGIN);
    }

    /**
     * The index value to store for a normal form.
     *
     * @param context one that names a tenant
     * @throws KeyWipedException if a key left the ring meanwhile; ask again
     */
    public byte[] value(IndexContext context, byte[] normalForm) throws KeyWipedException {
        IndexKeys keys = recent(context);
        if (keys != null) {
            return keys.value(normalForm);
        }
        UnwrappedKey active = active(context);
        // Before the other key is loaded, for which a full ring may let go of this one
        byte[] newest = active.index(context).value(normalForm);
        keys = load(active, context);
        return keys.writesNewest() ? newest : keys.value(normalForm);
    }

    /**
     * The two index values that may be stored for a normal form, newest first; equal ones unless two keys are in use.
     *
     * @param context one that names a tenant
     * @throws KeyWipedException if a key left the ring meanwhile; ask again
     */
    public List<byte[]> lookupValues(IndexContext context, byte[] normalForm) throws KeyWipedException {
        IndexKeys keys = recent(context);
        if (keys != null) {
            return keys.lookupValues(normalForm);
        }
        UnwrappedKey active = active(context);
        // First, as above
        byte[] newest = active.index(context).value(normalForm);
        return load(active, context).lookupValues(newest, normalForm);
    }

    private @Nullable IndexKeys recent(IndexContext context) {
        IndexKeys keys = recent.get(context);
        return keys != null && keys.serve(clock.nanos()) ? keys : null;
    }

    private UnwrappedKey active(IndexContext context) {
        String tenant = context.tenant();
        if (tenant == null) {
            throw new IllegalArgumentException("the context names no tenant");
        }
        return ring.active(tenant, KeyUsage.INDEX);
    }

    private IndexKeys load(UnwrappedKey key, IndexContext context) throws KeyWipedException {
        IndexKey active = key.index(context);
        Predecessor predecessor = key.predecessor();
        IndexKeys keys;
        if (predecessor == null) {
            keys = new IndexKeys(context, active, null, active);
        } else {
            IndexKey previous = previous(predecessor.id(), key.tenant()).index(context);
            keys = new IndexKeys(context, active, previous, isKnownEverywhere(predecessor) ? active : previous);
        }
        recent.put(keys);
        return keys;
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
