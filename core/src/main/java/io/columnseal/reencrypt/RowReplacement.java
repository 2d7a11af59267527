package io.columnseal.reencrypt;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values to be written in place of those that were read of a row. No record, so that it never prints. */
final class RowReplacement {

    private final TableRow row;
    private final @Nullable Object[] replacements;
    private final BitSet columns = new BitSet();

    /** @param columns how many sealed columns the table has */
    RowReplacement(TableRow row, int columns) {
        this.row = row;
        this.replacements = new Object[columns];
    }

    void replace(int column, Object replacement) {
        replacements[column] = replacement;
        columns.set(column);
    }

    TableRow row() {
        return row;
    }

    /** The columns that change; not to be changed by the caller. */
    BitSet columns() {
        return columns;
    }

    boolean replaces(int column) {
        return columns.get(column);
    }

    /** The value that was read, or null if this column stays as it is. */
    @Nullable Object before(int column) {
        return replaces(column) ? row.stored(column) : null;
    }

    /** The value to be written, or null if this column stays as it is. */
    @Nullable Object after(int column) {
        return replacements[column];
    }

    /** What changes of one column in these rows, each value by itself. */
    static List<Replacement> values(List<RowReplacement> rows, int column) {
        List<Replacement> values = new ArrayList<>();
        for (RowReplacement row : rows) {
            if (row.replaces(column)) {
                Object before = Objects.requireNonNull(row.before(column), "the column changes");
                Object after = Objects.requireNonNull(row.after(column), "the column changes");
                values.add(new Replacement(new StaleRow(row.row().key(), before, 1), after));
            }
        }
        return values;
    }
}
