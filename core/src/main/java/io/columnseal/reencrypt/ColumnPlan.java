package io.columnseal.reencrypt;

import java.util.OptionalLong;

/**
 * What a run expects of a column before it moves anything.
 *
 * @param staleRows values to be moved
 * @param compromisedRows those of them under compromised keys
 * @param unreadable values that no run can move
 */
record ColumnPlan(ColumnSql sql, long staleRows, long compromisedRows, Tally unreadable) {

    static ColumnPlan of(ColumnSql sql, Census census) {
        return new ColumnPlan(sql, census.staleRows(), census.compromisedRows(), census.unreadable());
    }

    /** Of a column that nobody has counted. */
    static ColumnPlan unknown(ColumnSql sql) {
        return new ColumnPlan(sql, 0, 0, new Tally());
    }

    /** What became of the column if the run ended before its walk, but for its compromised keys. */
    ColumnReport report(ColumnCount count) {
        return report(count, unreadable);
    }

    /** What became of the column, before it is counted again. */
    ColumnReport report(ColumnCount count, Census beforeWalk) {
        return report(count, beforeWalk.unreadable());
    }

    private ColumnReport report(ColumnCount count, Tally unreadable) {
        Tally undecryptable = new Tally();
        undecryptable.addAll(unreadable);
        undecryptable.addAll(count.immovable());
        return new ColumnReport(
                sql.column(),
                count.rowsRead(),
                count.written(),
                count.conflicts(),
                undecryptable.toList(),
                OptionalLong.empty());
    }
}
