package io.columnseal.reencrypt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value to be written in place of the one that was read, and the index values beside it. No record, so that it never
 * prints.
 */
final class PlainChange implements RowChange {

    private final PlainRow row;
    private final Object stored;
    private final List<byte @Nullable []> indexValues;

    /**
     * @param stored the new value as the column is to hold it
     * @param indexValues one for each index of the column, or null for none
     */
    PlainChange(PlainRow row, Object stored, List<byte @Nullable []> indexValues) {
        this.row = row;
        this.stored = stored;
        this.indexValues = indexValues;
    }

    @Override
    public long copies() {
        return 1;
    }

    PlainRow row() {
        return row;
    }

    Object stored() {
        return stored;
    }

    List<byte @Nullable []> indexValues() {
        return indexValues;
    }
}
