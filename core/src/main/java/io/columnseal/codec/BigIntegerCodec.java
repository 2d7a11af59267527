package io.columnseal.codec;

import io.columnseal.InvalidValueException;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * Integral numbers of any size: two's complement, big-endian, eight bytes where 64 bits are enough and else as few as
 * the number needs. So every integral type reads every other's values, as far as its range goes. Frozen by stored data.
 */
final class BigIntegerCodec implements ValueCodec<BigInteger> {

    static final String NAME = "integer";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<BigInteger> type() {
        return BigInteger.class;
    }

    @Override
    public byte[] encode(BigInteger value) {
        return value.bitLength() < Long.SIZE
                ? ByteBuffer.allocate(Long.BYTES).putLong(value.longValue()).array()
                : value.toByteArray();
    }

    @Override
    public BigInteger decode(byte[] encoded) {
        return decode(encoded, 0, NAME);
    }

    /** Decodes everything from an offset on, for codecs that end with a number. */
    static BigInteger decode(byte[] encoded, int offset, String codec) {
        int length = encoded.length - offset;
        if (length < Long.BYTES) {
            throw new InvalidValueException(codec, "an integer shorter than 8 bytes");
        }
        if (length > Long.BYTES && encoded[offset] == (encoded[offset + 1] < 0 ? -1 : 0)) {
            throw new InvalidValueException(codec, "an integer longer than it needs to be");
        }
        return new BigInteger(encoded, offset, length);
    }
}
