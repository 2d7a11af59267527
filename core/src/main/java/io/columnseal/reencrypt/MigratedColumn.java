package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a migration did to one column.
 *
 * @param rowsRead values that were to be changed
 * @param written values that were
 * @param conflicts values left alone because somebody else changed or deleted them after they were read
 * @param stayed values left alone because they could not be changed, by key and reason
 * @param unreadable sealed values that do not open, found when all of them were read after the run; they are in the quarantine;
 *     of values that were given to tenants, also those that are not sealed, or not for the tenant that the row names
 * @param remaining values that are still to be changed after the run, whatever the reason; empty if it was stopped before
 *     they were counted, or before all that is sealed was read
 */
public record MigratedColumn(
        SealedColumn column,
        long rowsRead,
        long written,
        long conflicts,
        List<Undecryptable> stayed,
        long unreadable,
        OptionalLong remaining) {

    public MigratedColumn {
        stayed = List.copyOf(stayed);
    }

    /** Whether nothing is left to be changed, and all that is sealed opens. */
    public boolean complete() {
        return remaining.equals(OptionalLong.of(0)) && unreadable == 0;
    }

    static MigratedColumn notBegun(SealedColumn column) {
        return new MigratedColumn(column, 0, 0, 0, List.of(), 0, OptionalLong.empty());
    }
}
