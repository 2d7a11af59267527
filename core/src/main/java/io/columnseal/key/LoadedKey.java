package io.columnseal.key;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A data key just unwrapped and verified, on its way into the {@link KeyRing}, which takes the bytes over. No record, so
 * that the bytes never print.
 */
final class LoadedKey {

    private final KeyIdentity identity;
    private final KeyState state;
    private final boolean authentic;
    private final @Nullable Predecessor predecessor;
    private final byte[] dataKey;

    /**
     * @param authentic whether the row's state MAC was right; if not, the key opens but never seals
     * @param predecessor the INDEX key that this active one replaces, if index values may still be stored under it
     * @param dataKey 32 bytes, owned by this object until the ring takes them
     */
    LoadedKey(
            KeyIdentity identity,
            KeyState state,
            boolean authentic,
            @Nullable Predecessor predecessor,
            byte[] dataKey) {
        this.identity = identity;
        this.state = state;
        this.authentic = authentic;
        this.predecessor = predecessor;
        this.dataKey = dataKey;
    }

    KeyIdentity identity() {
        return identity;
    }

    KeyState state() {
        return state;
    }

    boolean seals() {
        return state.seals() && authentic;
    }

    @Nullable Predecessor predecessor() {
        return predecessor;
    }

    /** The bytes themselves, not a copy. */
    byte[] dataKey() {
        return dataKey;
    }

    void wipe() {
        Arrays.fill(dataKey, (byte) 0);
    }

    @Override
    public String toString() {
        return "LoadedKey[" + identity.id() + ", " + state + "]";
    }
}
