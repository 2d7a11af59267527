package io.columnseal.index;

import io.columnseal.InvalidValueException;
import java.util.function.Function;

/** Normal forms of texts: what the normalizers make of them, as UTF-8. */
final class TextForm implements Function<Object, byte[]> {

    private final NormalizerChain chain;

    TextForm(NormalizerChain chain) {
        this.chain = chain;
    }

    static boolean isText(Class<?> type) {
        return type == String.class || type == char[].class || type == Character.class;
    }

    @Override
    public byte[] apply(Object value) {
        return chain.apply(text(value));
    }

    /** The text that a value of any text type is. */
    static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof char[] characters) {
            return new String(characters);
        }
        if (value instanceof Character character) {
            return character.toString();
        }
        throw new InvalidValueException(
                "text", "a " + value.getClass().getName() + " was given where a text is indexed");
    }
}
