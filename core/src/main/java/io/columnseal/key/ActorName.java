package io.columnseal.key;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Compares names of actors. Names that differ in case, in compatible forms of characters, in blanks or in characters that
 * are not seen are one person's: nobody is to be two people by spelling his name in another way. Letters of other scripts
 * that look alike stay different; names from an identity provider cannot be chosen so.
 */
final class ActorName {

    private ActorName() {}

    static boolean isSame(String actor, String other) {
        return folded(actor).equals(folded(other));
    }

    private static String folded(String actor) {
        StringBuilder visible = new StringBuilder();
        Normalizer.normalize(actor, Normalizer.Form.NFKC)
                .codePoints()
                .filter(character -> !isInvisible(character))
                .forEach(visible::appendCodePoint);
        // To upper case first: it maps more letters to the same ones
        String cased = visible.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(cased, Normalizer.Form.NFKC);
    }

    private static boolean isInvisible(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT;
    }
}
