package io.columnseal.internal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The one way lists of byte strings are encoded: a u16 count, then each element behind its u32 length, all big-endian.
 * Injective, so two different lists never authenticate alike. Frozen by stored data.
 */
public final class LengthPrefixed {

    private static final int MAX_ELEMENTS = 0xFFFF;

    private LengthPrefixed() {}

    public static byte[] encode(byte[]... elements) {
        if (elements.length > MAX_ELEMENTS) {
            throw new IllegalArgumentException("more than " + MAX_ELEMENTS + " elements");
        }
        int size = Short.BYTES;
        for (byte[] element : elements) {
            size = Math.addExact(size, Math.addExact(Integer.BYTES, element.length));
        }
        ByteBuffer encoded = ByteBuffer.allocate(size).putShort((short) elements.length);
        for (byte[] element : elements) {
            encoded.putInt(element.length).put(element);
        }
        return encoded.array();
    }

    /**
     * The elements of a list.
     *
     * @throws IllegalArgumentException if it is no list, or something follows it
     */
    public static List<byte[]> decode(byte[] encoded) {
        ByteBuffer rest = ByteBuffer.wrap(encoded);
        try {
            int count = Short.toUnsignedInt(rest.getShort());
            List<byte[]> elements = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int length = rest.getInt();
                if (length < 0 || length > rest.remaining()) {
                    throw new IllegalArgumentException("an element is longer than its list");
                }
                byte[] element = new byte[length];
                rest.get(element);
                elements.add(element);
            }
            if (rest.hasRemaining()) {
                throw new IllegalArgumentException("something follows the list");
            }
            return elements;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the list is cut off", e);
        }
    }

    /**
     * A text element: UTF-8.
     *
     * @throws IllegalArgumentException if the text has an unpaired surrogate, which would make it equal to others
     */
    public static byte[] text(String value) {
        if (Surrogates.hasUnpaired(value)) {
            throw new IllegalArgumentException("a text has an unpaired surrogate");
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /** A number element: eight bytes. */
    public static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    /** A version element: four bytes. */
    public static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    /** A one-byte element. */
    public static byte[] octet(byte value) {
        return new byte[] {value};
    }
}
