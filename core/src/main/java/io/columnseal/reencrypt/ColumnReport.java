package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a run did to one column.
 *
 * @param rowsRead stale values that were read
 * @param reencrypted values now sealed under their tenant's active key by this run
 * @param conflicts values left alone because somebody else changed or deleted them after they were read
 * @param undecryptable values left alone because they could not be opened or sealed anew, by key and reason
 * @param remaining values that are not under their tenant's active key after the run, whatever the reason; empty
 *     if the run was stopped before they were counted
 */
public record ColumnReport(
        SealedColumn column,
        long rowsRead,
        long reencrypted,
        long conflicts,
        List<Undecryptable> undecryptable,
        OptionalLong remaining) {

    public ColumnReport {
        undecryptable = List.copyOf(undecryptable);
    }

    /** All values of the column that could not be moved. */
    public long undecryptableRows() {
        return undecryptable.stream().mapToLong(Undecryptable::rows).sum();
    }

    /** The same, counted. */
    ColumnReport counted(long remaining) {
        return new ColumnReport(column, rowsRead, reencrypted, conflicts, undecryptable, OptionalLong.of(remaining));
    }
}
