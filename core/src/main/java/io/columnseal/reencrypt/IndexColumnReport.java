package io.columnseal.reencrypt;

import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a rebuild did to one index column.
 *
 * @param rowsRead rows that were read because their index value was missing, under another key or to be looked at, or
 *     because they had one and no value
 * @param written index values that this run wrote, or took away: where there is no value, or another one's that could not be
 *     replaced
 * @param conflicts rows left alone because somebody else changed or deleted them after they were read
 * @param undecryptable rows left alone because their value could not be opened or indexed, by key and reason
 * @param duplicates rows that did not get their index value because another row of a unique index holds the same; the first
 *     {@value DuplicateRows#MAX_NAMED}
 * @param remaining rows that do not have an index value under the INDEX key that new values are made with, after the run,
 *     whatever the reason; empty if the run was stopped before they were counted
 */
public record IndexColumnReport(
        SealedColumn column,
        IndexColumn index,
        long rowsRead,
        long written,
        long conflicts,
        List<Undecryptable> undecryptable,
        List<DuplicateRow> duplicates,
        OptionalLong remaining) {

    public IndexColumnReport {
        undecryptable = List.copyOf(undecryptable);
        duplicates = List.copyOf(duplicates);
    }

    /**
     * Whether every row is found by the index, and every index value is made with the key that new ones are made with. No row
     * may have been left alone: what it holds under the right key need not be made of its value.
     */
    public boolean complete() {
        return remaining.equals(OptionalLong.of(0)) && duplicates.isEmpty() && undecryptable.isEmpty();
    }

    /** All rows of the column that could not get an index value. */
    public long undecryptableRows() {
        return undecryptable.stream().mapToLong(Undecryptable::rows).sum();
    }
}
