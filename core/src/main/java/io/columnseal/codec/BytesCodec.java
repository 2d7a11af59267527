package io.columnseal.codec;

/** Byte arrays, as they are. Frozen by stored data. */
final class BytesCodec implements ValueCodec<byte[]> {

    @Override
    public String name() {
        return "bytes";
    }

    @Override
    public Class<byte[]> type() {
        return byte[].class;
    }

    @Override
    public byte[] encode(byte[] value) {
        return value.clone();
    }

    @Override
    public byte[] decode(byte[] encoded) {
        return encoded.clone();
    }

    @Override
    public boolean isMutable() {
        return true;
    }
}
