package io.columnseal.hibernate.query;

import org.jspecify.annotations.Nullable;

/** Patterns of {@code like} that say how a text begins, and nothing else. */
final class PrefixPattern {

    private static final char ANY_TEXT = '%';
    private static final char ANY_CHARACTER = '_';

    private PrefixPattern() {}

    /**
     * What texts that match a pattern begin with.
     *
     * @param escape makes a wildcard or itself stand for itself; null without
     * @return null if the pattern says anything else, or its escape character stands before nothing that needs one
     */
    static @Nullable String prefix(String pattern, @Nullable Character escape) {
        StringBuilder prefix = new StringBuilder(pattern.length());
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (escape != null && c == escape) {
                i++;
                if (i == pattern.length() || !isSpecial(pattern.charAt(i), escape)) {
                    return null;
                }
                prefix.append(pattern.charAt(i));
            } else if (c == ANY_TEXT) {
                return pattern.chars().skip(i).allMatch(rest -> rest == ANY_TEXT) ? prefix.toString() : null;
            } else if (c == ANY_CHARACTER) {
                return null;
            } else {
                prefix.append(c);
            }
        }
        // Nothing may follow: equality, which this is not asked for
        return null;
    }

    /** Whether a text is one or more of the wildcard for any text, and nothing else. */
    static boolean isAnyText(@Nullable String text) {
        return text != null && !text.isEmpty() && text.chars().allMatch(c -> c == ANY_TEXT);
    }

    private static boolean isSpecial(char c, char escape) {
        return c == ANY_TEXT || c == ANY_CHARACTER || c == escape;
    }
}
