package io.columnseal.index;

/**
 * Makes texts equal that {@link String#equalsIgnoreCase} calls equal, by the case mappings of Unicode 13, in every
 * locale and on every Java version: {@code "Müller"} equals {@code "MÜLLER"}. Each character is mapped to one character,
 * so {@code ß} does not equal {@code ss}, while the Turkish {@code İ} and {@code ı} both equal {@code i}.
 */
public final class FoldCase implements Normalizer {

    @Override
    public String normalize(String text) {
        for (int i = 0, next; i < text.length(); i = next) {
            int character = text.codePointAt(i);
            next = i + Character.charCount(character);
            if (fold(character) != character) {
                return fold(text, i);
            }
        }
        return text;
    }

    /** @param from where the first character stands that changes */
    private static String fold(String text, int from) {
        StringBuilder folded = new StringBuilder(text.length()).append(text, 0, from);
        for (int i = from, next; i < text.length(); i = next) {
            int character = text.codePointAt(i);
            next = i + Character.charCount(character);
            folded.appendCodePoint(fold(character));
        }
        return folded.toString();
    }

    @Override
    public boolean foldsCase() {
        return true;
    }

    private static int fold(int character) {
        if (character < 0x80) {
            return character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character;
        }
        if (!DefinedCharacters.contains(character)) {
            return character;
        }
        // A later Unicode may add the other case of a character, but never changes pairs that there were
        int upper = Character.toUpperCase(character);
        int lower = Character.toLowerCase(DefinedCharacters.contains(upper) ? upper : character);
        return DefinedCharacters.contains(lower) ? lower : character;
    }
}
