package io.columnseal.index;

/**
 * Strips white space at both ends: all characters that Unicode calls white space, among them no-break spaces, and the
 * control characters U+001C to U+001F. White space inside the text stays.
 */
public final class Trim implements Normalizer {

    @Override
    public String normalize(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isWhiteSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isWhiteSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** A list of its own, since that of {@code Character} may grow. Frozen by stored data. */
    private static boolean isWhiteSpace(char c) {
        if (c < 0x80) {
            return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
        }
        return switch (c) {
            case 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
            default -> c >= 0x2000 && c <= 0x200A;
        };
    }
}
