package io.columnseal.codec;

import io.columnseal.InvalidValueException;

/**
 * Turns values of one Java type into bytes and back. The encoding is canonical and frozen once data is stored with it.
 * Safe for use by many threads. Null never reaches a codec.
 */
public interface ValueCodec<T> {

    /** Stable name of the encoding, shared by codecs that read each other's bytes; remembered with the column. */
    String name();

    /** The Java type; the wrapper class for primitives. */
    Class<T> type();

    /**
     * Encodes a value into a new array.
     *
     * @throws InvalidValueException if the value has no faithful encoding (an unpaired surrogate)
     */
    byte[] encode(T value);

    /**
     * Decodes what {@link #encode} made, neither keeping nor changing the array.
     *
     * @throws InvalidValueException if the bytes are not of this encoding or the value does not fit the type
     */
    T decode(byte[] encoded);

    /** Block that encodings are padded to unless the column says otherwise: 1 where the length tells little. */
    default int defaultPaddingBytes() {
        return 1;
    }

    /** Whether values can change in place, so that a persistence provider must keep copies to notice. */
    default boolean isMutable() {
        return false;
    }

    /** An independent copy of a mutable value. */
    default T copy(T value) {
        return isMutable() ? decode(encode(value)) : value;
    }
}
