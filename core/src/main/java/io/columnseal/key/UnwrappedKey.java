package io.columnseal.key;

import io.columnseal.FieldContext;
import io.columnseal.cipher.Suite;
import io.columnseal.index.IndexContext;
import io.columnseal.internal.FieldLayout;
import io.columnseal.internal.crypto.KeyedHmacSha256;
import io.columnseal.internal.crypto.Nonces;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A data key in memory. Owns the key's bytes and everything derived from them, and zeroes both when the
 * {@link KeyRing} lets go of it. Safe for use by many threads.
 */
public final class UnwrappedKey {

    /** Contexts remembered per key; more than a schema has columns. */
    private static final int MAX_CONTEXTS = 1024;

    /** Purposes whose derived keys and ciphers are kept; somebody may make purposes of data. */
    static final int MAX_PURPOSES = 1024;

    private final KeyIdentity identity;
    private final byte[] header;
    private final KeyLease lease;
    private final Nonces nonces;
    private final SealBudget budget;
    private final byte[] dataKey;
    private final Map<String, PurposeKey> purposes = new HashMap<>();

    /** Derived beyond the limit and as long-lived as their users; here only to be wiped with the rest. */
    private final Set<PurposeKey> passingPurposes = Collections.newSetFromMap(new WeakHashMap<>());

    private final ConcurrentHashMap<FieldContext, FieldKey> fields = new ConcurrentHashMap<>(8);
    private final Map<IndexContext, IndexKey> indexes = new HashMap<>();
    private volatile @Nullable Predecessor predecessor;
    private volatile boolean wiped;

    /**
     * @param loaded its bytes are taken over
     * @param budget what may be sealed under it
     */
    UnwrappedKey(LoadedKey loaded, KeyLease lease, Nonces nonces, SealBudget budget) {
        this.budget = budget;
        this.lease = lease;
        this.identity = loaded.identity();
        this.dataKey = loaded.dataKey();
        this.predecessor = loaded.predecessor();
        this.nonces = nonces;
        this.header = ByteBuffer.allocate(FieldLayout.HEADER_BYTES)
                .put(identity.suite().id())
                .putLong(identity.id().value())
                .array();
    }

    public KeyId id() {
        return identity.id();
    }

    /** Owner of every value sealed under this key. */
    public String tenant() {
        return identity.tenant();
    }

    public Suite suite() {
        return identity.suite();
    }

    /** What the key is for. */
    public KeyUsage usage() {
        return identity.usage();
    }

    KeyIdentity identity() {
        return identity;
    }

    KeyLease lease() {
        return lease;
    }

    /**
     * This key, ready for the values of a context. The context's tenant must be null or this key's: that is the caller's
     * check to make.
     *
     * @throws KeyWipedException if the key left the ring; ask the ring again
     */
    public FieldKey field(FieldContext context) throws KeyWipedException {
        FieldKey field = fields.get(context);
        return field != null ? field : bind(context);
    }

    /**
     * This INDEX key, ready for an index of its tenant.
     *
     * @throws KeyWipedException if the key left the ring; ask the ring again
     */
    synchronized IndexKey index(IndexContext context) throws KeyWipedException {
        if (wiped) {
            throw KeyWipedException.INSTANCE;
        }
        IndexKey index = indexes.get(context);
        if (index == null) {
            if (indexes.size() >= MAX_CONTEXTS) {
                forgetIndexes();
            }
            index = new IndexKey(identity.version(), context.bits() / Byte.SIZE, lease, hmac(context));
            indexes.put(context, index);
        }
        return index;
    }

    /** The INDEX key that this one replaces, as it was when this one was last loaded. */
    @Nullable Predecessor predecessor() {
        return predecessor;
    }

    /** Learns what is new in the row of a key that is held already. */
    void update(LoadedKey loaded) {
        Predecessor latest = loaded.predecessor();
        // The same object as long as it says the same: it is compared with every index value
        if (!Objects.equals(predecessor, latest)) {
            predecessor = latest;
        }
    }

    /** How many purposes have keys that are kept. */
    synchronized int purposes() {
        return purposes.size();
    }

    boolean isWiped() {
        return wiped;
    }

    /** Whether the bytes are the same; false once they are wiped. */
    synchronized boolean hasBytesOf(LoadedKey loaded) {
        return !wiped && MessageDigest.isEqual(dataKey, loaded.dataKey());
    }

    /** Zeroes all key bytes, those of ciphers in use as soon as they are given back. */
    void wipe() {
        synchronized (this) {
            wiped = true;
            Arrays.fill(dataKey, (byte) 0);
            forgetIndexes();
        }
        fields.clear();
        purposes.values().forEach(PurposeKey::wipe);
        passingPurposes.forEach(PurposeKey::wipe);
    }

    /** Has seals counted anew before any is made: what is left in the budget and in ciphers may be spent by a copy. */
    synchronized void giveUpSeals() {
        // First, or new ciphers would get of it
        budget.giveUp();
        purposes.values().forEach(PurposeKey::replaceSealing);
        passingPurposes.forEach(PurposeKey::replaceSealing);
    }

    private FieldKey bind(FieldContext context) throws KeyWipedException {
        FieldKey field = new FieldKey(header, tenant(), context, lease, purpose(context.purpose()), nonces, budget);
        // Record ids are as many as records; columns are few.
        if (context.recordId() == null && fields.size() < MAX_CONTEXTS) {
            fields.put(context, field);
        }
        return field;
    }

    private void forgetIndexes() {
        indexes.values().forEach(IndexKey::wipe);
        indexes.clear();
    }

    private KeyedHmacSha256 hmac(IndexContext context) {
        byte[] key = KeyDerivation.indexKey(dataKey, context);
        try {
            return new KeyedHmacSha256(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Deriving and wiping exclude each other, so nothing is ever derived from wiped bytes. */
    private synchronized PurposeKey purpose(String purpose) throws KeyWipedException {
        if (wiped) {
            throw KeyWipedException.INSTANCE;
        }
        PurposeKey known = purposes.get(purpose);
        if (known != null) {
            return known;
        }
        PurposeKey derived = new PurposeKey(suite(), KeyDerivation.purposeKey(dataKey, suite(), purpose));
        if (purposes.size() < MAX_PURPOSES) {
            purposes.put(purpose, derived);
        } else {
            passingPurposes.add(derived);
        }
        return derived;
    }

    @Override
    public String toString() {
        return "UnwrappedKey[" + identity.id() + ", tenant=" + identity.tenant() + "]";
    }
}
