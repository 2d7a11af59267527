package io.columnseal.reencrypt;

/** A value that may be stale, as it was read. No record, so that it never prints. */
final class StaleRow {

    private final Object[] key;
    private final Object stored;
    private final long copies;

    /**
     * @param key values of the key columns; empty in a table without a key
     * @param stored the value as the column holds it
     * @param copies rows that hold the very same value; more than one only in a table without a key
     */
    StaleRow(Object[] key, Object stored, long copies) {
        this.key = key;
        this.stored = stored;
        this.copies = copies;
    }

    Object[] key() {
        return key;
    }

    Object stored() {
        return stored;
    }

    long copies() {
        return copies;
    }
}
