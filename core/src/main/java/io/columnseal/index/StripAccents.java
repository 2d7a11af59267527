package io.columnseal.index;

import java.text.Normalizer.Form;

/**
 * Drops accents: {@code "José"} equals {@code "Jose"}, {@code "Müller"} equals {@code "Muller"}. An accent is a character
 * of Unicode's blocks of combining diacritical marks, alone or as part of a composed character. Marks of other blocks
 * are letters of their script and stay, such as vowel signs of Indic scripts, Hebrew points or the Japanese voicing
 * mark. So do letters that are no composition: {@code ø}, {@code ł}, {@code ß}.
 *
 * <p>Different spellings of one character by Unicode (composed and decomposed) have the same form. Characters that
 * Unicode 13 does not define pass through, so the form is the same on every Java version.
 */
public final class StripAccents implements Normalizer {

    @Override
    public String normalize(String text) {
        int plain = plainLength(text);
        if (plain == text.length()) {
            return text;
        }
        StringBuilder stripped = new StringBuilder(text.length());
        int run = 0;
        for (int i = plain, next; i < text.length(); i = next) {
            int character = text.codePointAt(i);
            next = i + Character.charCount(character);
            if (!DefinedCharacters.contains(character)) {
                strip(text, run, i, stripped);
                stripped.appendCodePoint(character);
                run = next;
            }
        }
        strip(text, run, text.length(), stripped);
        return stripped.toString();
    }

    /** ASCII has no accents. */
    private static int plainLength(String text) {
        int length = 0;
        while (length < text.length() && text.charAt(length) < 0x80) {
            length++;
        }
        return length;
    }

    private static void strip(String text, int from, int to, StringBuilder stripped) {
        if (from == to) {
            return;
        }
        String decomposed = java.text.Normalizer.normalize(text.substring(from, to), Form.NFD);
        StringBuilder rest = new StringBuilder(decomposed.length());
        for (int i = 0; i < decomposed.length(); i++) {
            char c = decomposed.charAt(i);
            if (!isAccent(c)) {
                rest.append(c);
            }
        }
        stripped.append(java.text.Normalizer.normalize(rest, Form.NFC));
    }

    /** The five blocks of combining diacritical marks. Frozen by stored data. */
    private static boolean isAccent(char c) {
        return (c >= 0x0300 && c <= 0x036F)
                || (c >= 0x1AB0 && c <= 0x1AFF)
                || (c >= 0x1DC0 && c <= 0x1DFF)
                || (c >= 0x20D0 && c <= 0x20FF)
                || (c >= 0xFE20 && c <= 0xFE2F);
    }
}
