package io.columnseal.cipher;

/** Padding of values: 0x80, then zeros up to a multiple of a length; ISO/IEC 9797-1 method 2. Frozen by stored data. */
final class Padding {

    private static final byte MARK = (byte) 0x80;

    private Padding() {}

    /** Length of a padded value; at least one more than the value's. */
    static int paddedLength(int length, int multiple) {
        return (length / multiple + 1) * multiple;
    }

    /** Marks the value's end in a buffer that is zero behind it. */
    static void mark(byte[] buffer, int end) {
        buffer[end] = MARK;
    }

    /** Length of the value in a padded text of this length, or -1 if the text is not padded. */
    static int valueLength(byte[] padded, int length) {
        int last = length - 1;
        while (last >= 0 && padded[last] == 0) {
            last--;
        }
        return last >= 0 && padded[last] == MARK ? last : -1;
    }
}
