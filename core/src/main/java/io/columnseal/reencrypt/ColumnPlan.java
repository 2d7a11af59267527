package io.columnseal.reencrypt;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a run expects of a column before it moves anything.
 *
 * @param staleRows values to be moved
 * @param compromisedRows those of them under compromised keys
 * @param unreadable values that no run can move
 * @param counted whether the column was counted before the run was stopped
 */
record ColumnPlan(
        ColumnSql sql, long staleRows, long compromisedRows, List<Undecryptable> unreadable, boolean counted) {

    static ColumnPlan of(ColumnSql sql, Census census) {
        return new ColumnPlan(
                sql,
                census.staleRows(),
                census.compromisedRows(),
                census.unreadable().toList(),
                true);
    }

    static ColumnPlan unknown(ColumnSql sql) {
        return new ColumnPlan(sql, 0, 0, List.of(), false);
    }

    ColumnReport reportNothingToDo() {
        long remaining = unreadable.stream().mapToLong(Undecryptable::rows).sum();
        return new ColumnReport(sql.column(), 0, 0, 0, unreadable, OptionalLong.of(remaining));
    }

    ColumnReport reportNotBegun() {
        return new ColumnReport(sql.column(), 0, 0, 0, unreadable, OptionalLong.empty());
    }

    /**
     * What became of the column.
     *
     * @param census taken before its walk
     * @param remaining as in {@link ColumnReport}
     */
    ColumnReport report(ColumnCount count, Census census, OptionalLong remaining) {
        Tally undecryptable = new Tally();
        undecryptable.addAll(census.unreadable());
        undecryptable.addAll(count.immovable());
        return new ColumnReport(
                sql.column(), count.rowsRead(), count.written(), count.conflicts(), undecryptable.toList(), remaining);
    }
}
