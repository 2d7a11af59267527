package io.columnseal.codec;

import io.columnseal.InvalidValueException;
import java.nio.ByteBuffer;
import java.util.function.LongFunction;

/** Integral numbers that fit 64 bits, in the encoding of {@link BigIntegerCodec}: always eight bytes. */
final class IntegerCodec<T extends Number> implements ValueCodec<T> {

    private final Class<T> type;
    private final long least;
    private final long greatest;
    private final LongFunction<T> narrow;

    private IntegerCodec(Class<T> type, long least, long greatest, LongFunction<T> narrow) {
        this.type = type;
        this.least = least;
        this.greatest = greatest;
        this.narrow = narrow;
    }

    static IntegerCodec<Byte> ofByte() {
        return new IntegerCodec<>(Byte.class, Byte.MIN_VALUE, Byte.MAX_VALUE, value -> (byte) value);
    }

    static IntegerCodec<Short> ofShort() {
        return new IntegerCodec<>(Short.class, Short.MIN_VALUE, Short.MAX_VALUE, value -> (short) value);
    }

    static IntegerCodec<Integer> ofInt() {
        return new IntegerCodec<>(Integer.class, Integer.MIN_VALUE, Integer.MAX_VALUE, value -> (int) value);
    }

    static IntegerCodec<Long> ofLong() {
        return new IntegerCodec<>(Long.class, Long.MIN_VALUE, Long.MAX_VALUE, value -> value);
    }

    @Override
    public String name() {
        return BigIntegerCodec.NAME;
    }

    @Override
    public Class<T> type() {
        return type;
    }

    @Override
    public byte[] encode(T value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value.longValue()).array();
    }

    @Override
    public T decode(byte[] encoded) {
        if (encoded.length != Long.BYTES) {
            // Longer ones may be well-formed, but they exist for numbers beyond 64 bits only.
            throw new InvalidValueException(
                    name(), encoded.length < Long.BYTES ? "shorter than 8 bytes" : outOfRange());
        }
        long value = ByteBuffer.wrap(encoded).getLong();
        if (value < least || value > greatest) {
            throw new InvalidValueException(name(), outOfRange());
        }
        return narrow.apply(value);
    }

    private String outOfRange() {
        return "the stored number is out of the range of " + type.getSimpleName();
    }
}
