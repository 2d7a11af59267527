package io.columnseal.reencrypt;

import org.jspecify.annotations.Nullable;

/** A row of a table with a key, as it was read. No record, so that it never prints. */
final class TableRow {

    private final Object[] key;
    private final @Nullable Object[] stored;

    /**
     * @param key values of the key columns
     * @param stored for each sealed column, the value as the column holds it, or null if it is not to be moved
     */
    TableRow(Object[] key, @Nullable Object[] stored) {
        this.key = key;
        this.stored = stored;
    }

    Object[] key() {
        return key;
    }

    @Nullable Object stored(int column) {
        return stored[column];
    }
}
