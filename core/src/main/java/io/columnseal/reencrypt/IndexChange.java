package io.columnseal.reencrypt;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An index value to be written. No record, so that it never prints. */
final class IndexChange implements RowChange {

    private final IndexRow row;
    private final byte @Nullable [] indexValue;
    private final long copies;

    /**
     * @param indexValue null to take the row's index value away
     * @param copies rows with the very same value; more than one only in a table without a key
     */
    IndexChange(IndexRow row, byte @Nullable [] indexValue, long copies) {
        this.row = row;
        this.indexValue = indexValue;
        this.copies = copies;
    }

    IndexRow row() {
        return row;
    }

    /** The row's value, of a row that has one. */
    Object stored() {
        return Objects.requireNonNull(row.stored(), "the row has a value");
    }

    byte @Nullable [] indexValue() {
        return indexValue;
    }

    /**
     * Whether the row holds an index value that was made with the same key, and so is not that of its value. One of another
     * key may be.
     */
    boolean replacesAnotherValues() {
        byte[] before = row.indexValue();
        return before != null && before.length > 0 && indexValue != null && before[0] == indexValue[0];
    }

    /** Takes the row's index value away instead. */
    IndexChange withoutIndexValue() {
        return new IndexChange(row, null, copies);
    }

    @Override
    public long copies() {
        return copies;
    }
}
