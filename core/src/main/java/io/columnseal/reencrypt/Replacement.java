package io.columnseal.reencrypt;

/** A value to be written in place of the one that was read. No record, so that it never prints. */
final class Replacement implements RowChange {

    private final StaleRow row;
    private final Object stored;

    /** @param stored the new value as the column is to hold it */
    Replacement(StaleRow row, Object stored) {
        this.row = row;
        this.stored = stored;
    }

    @Override
    public long copies() {
        return row.copies();
    }

    StaleRow row() {
        return row;
    }

    Object stored() {
        return stored;
    }
}
