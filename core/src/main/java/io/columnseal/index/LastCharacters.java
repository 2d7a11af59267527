package io.columnseal.index;

/**
 * Takes the last characters of a text, all of a shorter one: the last four digits of a number under {@link DigitsOnly}.
 * Characters are those of Unicode: one outside the Basic Multilingual Plane counts once.
 */
public final class LastCharacters implements Extractor<String, String> {

    private final int length;

    /** @param length how many characters, at least 1 */
    public LastCharacters(int length) {
        this.length = PartLength.required(length);
    }

    @Override
    public boolean accepts(Class<?> type) {
        return type == String.class;
    }

    @Override
    public Class<String> partType() {
        return String.class;
    }

    @Override
    public String extract(String text) {
        return text.codePointCount(0, text.length()) <= length
                ? text
                : text.substring(text.offsetByCodePoints(text.length(), -length));
    }

    /** Frozen by stored data. */
    @Override
    public String identity() {
        return "columnseal/last/" + length;
    }
}
