package io.columnseal.key;

import io.columnseal.internal.crypto.KeyedHmacSha256;
import org.jspecify.annotations.Nullable;

/**
 * An unwrapped INDEX key bound to one index. Safe for use by many threads.
 *
 * <p>When its key leaves the ring, or makes room for other indexes, it lets go of the keyed hash and does not touch it:
 * one that was reset would go on working, without a key.
 */
final class IndexKey {

    private static final int HASH_OFFSET = 1;

    private final byte version;
    private final int hashBytes;
    private final KeyLease lease;
    private volatile @Nullable KeyedHmacSha256 hmac;

    /** @param version that of the data key, of which the lowest byte is stored */
    IndexKey(int version, int hashBytes, KeyLease lease, KeyedHmacSha256 hmac) {
        this.version = (byte) version;
        this.hashBytes = hashBytes;
        this.lease = lease;
        this.hmac = hmac;
    }

    /** Whether it may be used now. */
    boolean opens(long now) {
        return hmac != null && lease.opens(now);
    }

    /** Whether it may be used now and is its tenant's active one. */
    boolean seals(long now) {
        return hmac != null && lease.seals(now);
    }

    /**
     * The index value of normal forms: a hash of each.
     *
     * @throws KeyWipedException if the key left the ring; ask the ring again
     */
    byte[] value(byte[]... normalForms) throws KeyWipedException {
        KeyedHmacSha256 keyed = hmac;
        if (keyed == null) {
            throw KeyWipedException.INSTANCE;
        }
        byte[] value = new byte[HASH_OFFSET + hashBytes * normalForms.length];
        value[0] = version;
        int offset = HASH_OFFSET;
        for (byte[] normalForm : normalForms) {
            keyed.tag(normalForm, value, offset, hashBytes);
            offset += hashBytes;
        }
        return value;
    }

    void wipe() {
        hmac = null;
    }
}
