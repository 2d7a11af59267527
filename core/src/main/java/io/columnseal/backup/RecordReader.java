package io.columnseal.backup;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a length-prefixed list, element by element. Refuses whatever the writer would not have written.
 *
 * <p>Every method throws IllegalArgumentException if the bytes are not such a list.
 */
final class RecordReader {

    private final ByteBuffer bytes;
    private int left;

    /** Starts a list at the buffer's position. */
    RecordReader(ByteBuffer bytes) {
        this.bytes = bytes;
        require(bytes.remaining() >= Short.BYTES);
        this.left = Short.toUnsignedInt(bytes.getShort());
    }

    byte[] bytes() {
        require(left-- > 0 && bytes.remaining() >= Integer.BYTES);
        int length = bytes.getInt();
        require(length >= 0 && length <= bytes.remaining());
        byte[] element = new byte[length];
        bytes.get(element);
        return element;
    }

    byte @Nullable [] optionalBytes() {
        byte[] element = bytes();
        return element.length == 0 ? null : element;
    }

    String text() {
        try {
            // Strict, other than a String's constructor
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a text is not UTF-8");
        }
    }

    long number() {
        return sized(Long.BYTES).getLong();
    }

    int count() {
        int count = sized(Integer.BYTES).getInt();
        require(count >= 0);
        return count;
    }

    byte octet() {
        return sized(Byte.BYTES).get();
    }

    Instant time() {
        return Instant.EPOCH.plus(number(), ChronoUnit.MICROS);
    }

    boolean isAtEnd() {
        return left == 0;
    }

    /** To be called at last: nothing is left over. */
    void end() {
        require(left == 0);
    }

    private ByteBuffer sized(int length) {
        byte[] element = bytes();
        require(element.length == length);
        return ByteBuffer.wrap(element);
    }

    private static void require(boolean wellFormed) {
        if (!wellFormed) {
            throw new IllegalArgumentException("not a list as it is written");
        }
    }
}
