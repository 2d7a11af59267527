package io.columnseal.index;

/**
 * Keeps decimal digits and drops everything else: {@code "123-45-6789"} equals {@code "123 45 6789"}. Digits of every
 * script count, as their ASCII digit: Arabic-Indic {@code ٣} equals {@code 3}. Numerals that are no decimal digits, such
 * as {@code ½}, {@code ²} or {@code Ⅷ}, are dropped.
 *
 * <p>All texts without a digit have the empty form and are equal.
 */
public final class DigitsOnly implements Normalizer {

    @Override
    public String normalize(String text) {
        StringBuilder digits = new StringBuilder(text.length());
        for (int i = 0, next; i < text.length(); i = next) {
            int character = text.codePointAt(i);
            next = i + Character.charCount(character);
            if (isDigit(character)) {
                digits.append((char) ('0' + Character.digit(character, 10)));
            }
        }
        return digits.toString();
    }

    private static boolean isDigit(int character) {
        if (character < 0x80) {
            return character >= '0' && character <= '9';
        }
        return Character.getType(character) == Character.DECIMAL_DIGIT_NUMBER && DefinedCharacters.contains(character);
    }
}
