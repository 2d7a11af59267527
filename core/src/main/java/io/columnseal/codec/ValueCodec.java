package io.columnseal.codec;

import io.columnseal.InvalidValueException;
import java.util.Objects;

/**
 * Turns values of one Java type into bytes and back. The encoding is frozen once data is stored with it, and canonical
 * unless the codec says otherwise: a value has exactly one encoding, and no other bytes decode.
 *
 * <p>Safe for use by many threads. Null never reaches a codec. A codec throws nothing but {@link InvalidValueException}
 * for a value or bytes it does not take; no message holds the value, and no cause is chained, since its message might.
 */
public interface ValueCodec<T> {

    /** Stable name of the encoding, shared by codecs that read each other's bytes; remembered with the column. */
    String name();

    /** The Java type; the wrapper class for primitives, the raw class for generic types. */
    Class<T> type();

    /**
     * Encodes a value into a new array, which belongs to the caller.
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

    /** An independent copy of a mutable value; the value itself if its type is immutable. */
    default T copy(T value) {
        return isMutable() ? decode(encode(value)) : value;
    }

    /**
     * Whether two values count as the same stored value, so that nothing needs to be written. Errs on the side of
     * different: a needless write is harmless, a missed one loses data.
     */
    default boolean sameValue(T value, T other) {
        return Objects.deepEquals(value, other);
    }
}
