package io.columnseal.reencrypt;

import org.jspecify.annotations.Nullable;

/** What a migration does with a row. Safe for use by many threads. */
interface RowMigration {

    /**
     * What is to be written, or null if the row needs nothing.
     *
     * @throws ImmovableException if the value has to stay as it is
     */
    @Nullable PlainChange of(PlainRow row) throws ImmovableException;

    /**
     * The header by which to name the key of a value that stays; null where it may be the beginning of somebody's plaintext.
     */
    default @Nullable Header namedIn(PlainRow row) {
        return null;
    }
}
