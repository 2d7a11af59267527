package io.columnseal.internal;

/**
 * Where the parts of a sealed field lie: suite ‖ key id ‖ nonce ‖ padded text ‖ tag. Frozen by stored data; the table
 * for users is in {@code docs/format.md}.
 */
public final class FieldLayout {

    /** The suite, one byte. */
    public static final int SUITE_OFFSET = 0;

    /** The key's id, eight bytes, big-endian. */
    public static final int KEY_ID_OFFSET = 1;

    /**
     * Suite and key id: exactly 12 characters of Base64, so a prefix means one suite and key in binary and in text
     * columns alike.
     */
    public static final int HEADER_BYTES = 9;

    public static final int NONCE_OFFSET = HEADER_BYTES;

    /** 96 bits, the length for which GCM and GCM-SIV use a nonce as it is. */
    public static final int NONCE_BYTES = 12;

    public static final int TEXT_OFFSET = NONCE_OFFSET + NONCE_BYTES;

    public static final int TAG_BYTES = 16;

    /** Length of the shortest sealed field: an empty value's padding is one byte. */
    public static final int MIN_BYTES = TEXT_OFFSET + 1 + TAG_BYTES;

    private FieldLayout() {}
}
