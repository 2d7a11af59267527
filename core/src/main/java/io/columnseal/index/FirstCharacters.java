package io.columnseal.index;

/**
 * Takes the first characters of a text, all of a shorter one. Characters are those of Unicode: one outside the Basic
 * Multilingual Plane counts once.
 */
public final class FirstCharacters implements Extractor<String, String> {

    private final int length;

    /** @param length how many characters, at least 1 */
    public FirstCharacters(int length) {
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
                : text.substring(0, text.offsetByCodePoints(0, length));
    }

    /** Frozen by stored data. */
    @Override
    public String identity() {
        return "columnseal/first/" + length;
    }
}
