package io.columnseal.codec;

import io.columnseal.InvalidValueException;
import java.util.function.Function;

/**
 * Values with a text of their own that leads back to the same value, such as currency codes. A value whose text does
 * not, and a text that another text stands for, are refused. Values with the same text are the same value.
 */
final class CanonicalTextCodec<T> implements ValueCodec<T> {

    private final Class<T> type;
    private final Function<T, String> toText;
    private final Parser<T> parser;

    CanonicalTextCodec(Class<T> type, Function<T, String> toText, Parser<T> parser) {
        this.type = type;
        this.toText = toText;
        this.parser = parser;
    }

    @Override
    public String name() {
        return TextCodec.NAME;
    }

    @Override
    public Class<T> type() {
        return type;
    }

    @Override
    public byte[] encode(T value) {
        String text = toText.apply(value);
        if (!value.equals(parse(text))) {
            throw new InvalidValueException(
                    TextCodec.NAME, "this " + type.getSimpleName() + " has no text that leads back to it");
        }
        return StrictUtf8.encode(text, TextCodec.NAME);
    }

    @Override
    public T decode(byte[] encoded) {
        String text = StrictUtf8.decode(encoded, TextCodec.NAME);
        T value = parse(text);
        if (!toText.apply(value).equals(text)) {
            throw new InvalidValueException(TextCodec.NAME, notOfType());
        }
        return value;
    }

    @Override
    public boolean sameValue(T value, T other) {
        return toText.apply(value).equals(toText.apply(other));
    }

    private T parse(String text) {
        try {
            return parser.parse(text);
        } catch (Exception e) {
            // Whatever the JDK's parsers throw quotes the text.
            throw new InvalidValueException(TextCodec.NAME, notOfType());
        }
    }

    private String notOfType() {
        return "the text is not that of a " + type.getSimpleName();
    }

    /** Reads what {@code toText} wrote; throws anything on other texts. */
    interface Parser<T> {
        T parse(String text) throws Exception;
    }
}
