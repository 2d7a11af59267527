package io.columnseal.key;

import java.util.Comparator;
import java.util.HexFormat;

/**
 * Id of a data key: eight random bytes, never zero, that stand in the header of every value sealed under it.
 *
 * @param value the eight bytes, big-endian
 */
public record KeyId(long value) {

    /** The order of walks over all keys. */
    static final Comparator<KeyId> UNSIGNED = (left, right) -> Long.compareUnsigned(left.value, right.value);

    public KeyId {
        if (value == 0) {
            throw new IllegalArgumentException("a key id is not zero");
        }
    }

    /** Parses the 16 hexadecimal digits that {@link #toString()} prints. */
    public static KeyId parse(String hex) {
        if (hex.length() != 16) {
            throw new IllegalArgumentException("a key id has 16 hexadecimal digits");
        }
        return new KeyId(HexFormat.fromHexDigitsToLong(hex));
    }

    /** 16 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(value);
    }
}
