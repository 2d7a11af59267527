package io.columnseal.reencrypt;

import org.jspecify.annotations.Nullable;

/** A row whose index value may have to be made, as it was read. No record, so that it never prints. */
final class IndexRow {

    private final Object[] key;
    private final @Nullable Object stored;
    private final byte @Nullable [] indexValue;

    /**
     * @param key values of the key columns
     * @param stored the value as the column holds it
     * @param indexValue what the index column holds
     */
    IndexRow(Object[] key, @Nullable Object stored, byte @Nullable [] indexValue) {
        this.key = key;
        this.stored = stored;
        this.indexValue = indexValue;
    }

    Object[] key() {
        return key;
    }

    @Nullable Object stored() {
        return stored;
    }

    byte @Nullable [] indexValue() {
        return indexValue;
    }
}
