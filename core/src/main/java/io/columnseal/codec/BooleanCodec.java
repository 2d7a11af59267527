package io.columnseal.codec;

import io.columnseal.InvalidValueException;

/** Booleans: one byte, 00 or 01. Frozen by stored data. */
final class BooleanCodec implements ValueCodec<Boolean> {

    private static final String NAME = "boolean";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<Boolean> type() {
        return Boolean.class;
    }

    @Override
    public byte[] encode(Boolean value) {
        return new byte[] {(byte) (value ? 1 : 0)};
    }

    @Override
    public Boolean decode(byte[] encoded) {
        if (encoded.length != 1 || encoded[0] < 0 || encoded[0] > 1) {
            throw new InvalidValueException(NAME, "not one byte of 0 or 1");
        }
        return encoded[0] == 1;
    }

    /** So that a column may turn from boolean to enum without its lengths telling when. */
    @Override
    public int defaultPaddingBytes() {
        return EnumCodec.PADDING_BYTES;
    }
}
