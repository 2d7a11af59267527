package io.columnseal;

/** How a sealed value lies in its column. */
public enum Storage {
    /** As bytes: {@code bytea}, {@code varbinary}, {@code blob}. */
    BINARY,

    /** As base64url text without padding, for an existing {@code varchar} or {@code text} column. */
    TEXT
}
