package io.columnseal.reencrypt;

import org.jspecify.annotations.Nullable;

/** A row with a value that a migration may change, as it was read. No record, so that it never prints. */
final class PlainRow {

    private final Object[] key;
    private final Object stored;
    private final @Nullable String tenant;

    /**
     * @param key values of the key columns
     * @param stored the value as the column holds it
     * @param tenant that the row names, or null if it names none
     */
    PlainRow(Object[] key, Object stored, @Nullable String tenant) {
        this.key = key;
        this.stored = stored;
        this.tenant = tenant;
    }

    Object[] key() {
        return key;
    }

    Object stored() {
        return stored;
    }

    @Nullable String tenant() {
        return tenant;
    }
}
