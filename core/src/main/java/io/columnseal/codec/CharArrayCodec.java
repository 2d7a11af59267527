package io.columnseal.codec;

/** Texts that their owner wants to wipe: encoded as {@link TextCodec} does, without a copy left behind. */
final class CharArrayCodec implements ValueCodec<char[]> {

    @Override
    public String name() {
        return TextCodec.NAME;
    }

    @Override
    public Class<char[]> type() {
        return char[].class;
    }

    @Override
    public byte[] encode(char[] value) {
        return StrictUtf8.encode(value, TextCodec.NAME);
    }

    @Override
    public char[] decode(byte[] encoded) {
        return StrictUtf8.decodeChars(encoded, TextCodec.NAME);
    }

    @Override
    public boolean isMutable() {
        return true;
    }

    @Override
    public char[] copy(char[] value) {
        return value.clone();
    }
}
