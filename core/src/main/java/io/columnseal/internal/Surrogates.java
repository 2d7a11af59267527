package io.columnseal.internal;

/** Finds texts that are no Unicode: UTF-8 turns every unpaired surrogate into the same byte, so two texts become one. */
public final class Surrogates {

    private Surrogates() {}

    /** Whether a text has a surrogate without its other half. */
    public static boolean hasUnpaired(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean paired = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
                if (!paired) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
