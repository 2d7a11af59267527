package io.columnseal.reencrypt;

import org.jspecify.annotations.Nullable;

/** What a migration does with a row. Not for many threads. */
interface RowMigration {

    /**
     * What is to be written, or null if the row needs nothing.
     *
     * @throws ImmovableException if the value has to stay as it is
     */
    @Nullable PlainChange of(PlainRow row) throws ImmovableException;
}
