package io.columnseal.key;

import io.columnseal.KeyRejectedException;
import io.columnseal.KeyUnusableException;
import io.columnseal.Uniqueness;
import io.columnseal.index.IndexContext;
import io.columnseal.internal.CoarseClock;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The INDEX keys of a {@link KeyRing}, ready for the indexes they are asked for. Safe for use by many threads, virtual
 * ones included. Created by the facade; no API for applications.
 */
public final class IndexKeyRing {

    private final KeyRing ring;
    private final CoarseClock clock;
    private final InstantSource wallClock;
    private final IndexGrace grace;
    private final RecentIndexes recent = new RecentIndexes();

    IndexKeyRing(KeyRing ring, CoarseClock clock, InstantSource wallClock, IndexGrace grace) {
        this.ring = ring;
        this.clock = clock;
        this.wallClock = wallClock;
        this.grace = grace;
    }

    /**
     * The index value to store for one or more normal forms.
     *
     * @param column which of an index's columns it is for
     * @param context one that names a tenant
     * @throws KeyWipedException if a key left the ring meanwhile; ask again
     */
    public byte[] value(Uniqueness column, IndexContext context, byte[]... normalForms) throws KeyWipedException {
        IndexKeys keys = recent(context);
        if (keys != null) {
            return keys.value(column, normalForms, wallClock);
        }
        UnwrappedKey active = active(context);
        try {
            return value(column, active, context, normalForms);
        } catch (KeyUnusableException e) {
            return value(column, renewed(active, context, e), context, normalForms);
        }
    }

    private byte[] value(Uniqueness column, UnwrappedKey active, IndexContext context, byte[][] normalForms)
            throws KeyWipedException {
        // Before the other key is loaded, for which a full ring may let go of this one
        byte[] newest = active.index(context).value(normalForms);
        return load(active, context).value(column, newest, normalForms, wallClock);
    }

    /**
     * The two index values that may be stored for one or more normal forms, newest first; equal ones unless two keys are in use.
     *
     * @param context one that names a tenant
     * @throws KeyWipedException if a key left the ring meanwhile; ask again
     */
    public List<byte[]> lookupValues(IndexContext context, byte[]... normalForms) throws KeyWipedException {
        IndexKeys keys = recent(context);
        if (keys != null) {
            return keys.lookupValues(normalForms);
        }
        UnwrappedKey active = active(context);
        try {
            return lookupValues(active, context, normalForms);
        } catch (KeyUnusableException e) {
            return lookupValues(renewed(active, context, e), context, normalForms);
        }
    }

    private List<byte[]> lookupValues(UnwrappedKey active, IndexContext context, byte[][] normalForms)
            throws KeyWipedException {
        // First, as above
        byte[] newest = active.index(context).value(normalForms);
        return load(active, context).lookupValues(newest, normalForms);
    }

    /**
     * The active key, read anew, if the rotation that made it may have ended since it was read: then it has no previous
     * key any more.
     *
     * @throws KeyUnusableException the error, if it is another one
     */
    private UnwrappedKey renewed(UnwrappedKey active, IndexContext context, KeyUnusableException error) {
        Predecessor predecessor = active.predecessor();
        boolean ended =
                predecessor != null && predecessor.id().equals(error.keyId()) && !Predecessor.isLive(error.state());
        if (!ended) {
            throw error;
        }
        ring.evict(active.id());
        return active(context);
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
        IndexKeys keys = new IndexKeys(
                context,
                active,
                predecessor == null
                        ? null
                        : new IndexKeys.Previous(
                                previous(predecessor.id(), key.tenant()).index(context),
                                grace.endOf(predecessor).toEpochMilli(),
                                predecessor.supersededAt() != null),
                () -> Objects.equals(key.predecessor(), predecessor));
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
}
