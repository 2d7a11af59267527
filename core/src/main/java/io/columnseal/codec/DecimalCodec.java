package io.columnseal.codec;

import io.columnseal.InvalidValueException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * Decimal numbers: the scale as an i32, then the unscaled value as an integer. 1.0 and 1.00 stay apart. Frozen by
 * stored data.
 */
final class DecimalCodec implements ValueCodec<BigDecimal> {

    private static final String NAME = "decimal";
    private static final BigIntegerCodec UNSCALED = new BigIntegerCodec();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<BigDecimal> type() {
        return BigDecimal.class;
    }

    @Override
    public byte[] encode(BigDecimal value) {
        byte[] unscaled = UNSCALED.encode(value.unscaledValue());
        return ByteBuffer.allocate(Integer.BYTES + unscaled.length)
                .putInt(value.scale())
                .put(unscaled)
                .array();
    }

    @Override
    public BigDecimal decode(byte[] encoded) {
        if (encoded.length < Integer.BYTES) {
            throw new InvalidValueException(NAME, "too short for a scale");
        }
        BigInteger unscaled = BigIntegerCodec.decode(encoded, Integer.BYTES, NAME);
        return new BigDecimal(unscaled, ByteBuffer.wrap(encoded).getInt());
    }
}
