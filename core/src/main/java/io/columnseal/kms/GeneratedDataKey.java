package io.columnseal.kms;

import java.util.Arrays;

/** A new data key in the clear beside its wrapped form. Close it to wipe the clear one. Not for many threads. */
public final class GeneratedDataKey implements AutoCloseable {

    private final byte[] plaintext;
    private final WrappedKey wrapped;

    /** @param plaintext 32 bytes; this object takes them over, and wipes them on {@link #close()} */
    public GeneratedDataKey(byte[] plaintext, WrappedKey wrapped) {
        this.plaintext = plaintext;
        this.wrapped = wrapped;
    }

    /** The key itself, not a copy. */
    public byte[] plaintext() {
        return plaintext;
    }

    public WrappedKey wrapped() {
        return wrapped;
    }

    @Override
    public void close() {
        Arrays.fill(plaintext, (byte) 0);
    }

    @Override
    public String toString() {
        return "GeneratedDataKey[kekId=" + wrapped.kekId() + "]";
    }
}
