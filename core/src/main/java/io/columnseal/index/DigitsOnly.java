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
        text.codePoints().forEach(character -> {
            int digit = Character.getType(character) == Character.DECIMAL_DIGIT_NUMBER
                            && DefinedCharacters.contains(character)
                    ? Character.digit(character, 10)
                    : -1;
            if (digit >= 0) {
                digits.append((char) ('0' + digit));
            }
        });
        return digits.toString();
    }
}
