package io.columnseal.index;

/** How many characters an extractor takes. */
final class PartLength {

    private PartLength() {}

    /** @throws IllegalArgumentException if it is less than 1 */
    static int required(int length) {
        if (length < 1) {
            throw new IllegalArgumentException("length must be at least 1: " + length);
        }
        return length;
    }
}
