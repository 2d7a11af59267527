package io.columnseal.codec;

/** Texts: their UTF-8 bytes, neither normalised nor trimmed. Frozen by stored data. */
final class TextCodec implements ValueCodec<String> {

    static final String NAME = "text";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<String> type() {
        return String.class;
    }

    @Override
    public byte[] encode(String value) {
        return StrictUtf8.encode(value, NAME);
    }

    @Override
    public String decode(byte[] encoded) {
        return StrictUtf8.decode(encoded, NAME);
    }
}
