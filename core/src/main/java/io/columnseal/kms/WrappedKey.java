package io.columnseal.kms;

import java.util.Arrays;

/** A data key as the KMS wrapped it: no secret, but worthless without the KEK. */
public record WrappedKey(String kekId, byte[] bytes) {

    /** More than any service's wrapped 256-bit key; longer input is refused before it is handled. */
    public static final int MAX_BYTES = 8192;

    /** More than any service's key names; what the key tables hold. */
    public static final int MAX_KEK_ID_LENGTH = 512;

    /**
     * @param kekId id of the KEK that wrapped it
     * @param bytes what the service returned, copied
     */
    public WrappedKey {
        if (kekId.isBlank() || kekId.length() > MAX_KEK_ID_LENGTH) {
            throw new IllegalArgumentException("a KEK's id has 1.." + MAX_KEK_ID_LENGTH + " characters");
        }
        if (bytes.length == 0 || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("a wrapped key has 1.." + MAX_BYTES + " bytes");
        }
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WrappedKey that && kekId.equals(that.kekId) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * kekId.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "WrappedKey[kekId=" + kekId + "]";
    }
}
