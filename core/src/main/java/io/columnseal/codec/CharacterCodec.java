package io.columnseal.codec;

import io.columnseal.InvalidValueException;

/** Single characters, as a text of one {@code char}. Half of a surrogate pair is refused. */
final class CharacterCodec implements ValueCodec<Character> {

    @Override
    public String name() {
        return TextCodec.NAME;
    }

    @Override
    public Class<Character> type() {
        return Character.class;
    }

    @Override
    public byte[] encode(Character value) {
        return StrictUtf8.encode(value.toString(), TextCodec.NAME);
    }

    @Override
    public Character decode(byte[] encoded) {
        String text = StrictUtf8.decode(encoded, TextCodec.NAME);
        if (text.length() != 1) {
            throw new InvalidValueException(TextCodec.NAME, "the stored text is not a single char");
        }
        return text.charAt(0);
    }
}
