package io.columnseal.index;

import io.columnseal.TenantMissingException;
import io.columnseal.Uniqueness;
import io.columnseal.key.IndexKeyRing;
import io.columnseal.key.KeyWipedException;
import java.util.List;

/**
 * The {@link BlindIndexer} under the INDEX keys of the key ring. Created by the facade; no API for applications. Safe for use
 * by many threads.
 */
public final class KeyRingBlindIndexer implements BlindIndexer {

    private final IndexKeyRing ring;

    public KeyRingBlindIndexer(IndexKeyRing ring) {
        this.ring = ring;
    }

    @Override
    public byte[] indexValue(Uniqueness column, IndexContext index, byte[]... normalForms) {
        requireTenant(index);
        while (true) {
            try {
                return ring.value(column, index, normalForms);
            } catch (KeyWipedException e) {
                // The key left the ring between these two calls: the next one is fresh.
            }
        }
    }

    @Override
    public List<byte[]> lookupValues(IndexContext index, byte[]... normalForms) {
        requireTenant(index);
        while (true) {
            try {
                return ring.lookupValues(index, normalForms);
            } catch (KeyWipedException e) {
                // The key left the ring between these two calls: the next one is fresh.
            }
        }
    }

    private static void requireTenant(IndexContext index) {
        if (index.tenant() == null) {
            throw new TenantMissingException(index.field());
        }
    }
}
