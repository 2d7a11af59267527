package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The sealed columns of one table with a key that are read and written together. */
final class TableSql {

    private final List<ColumnSql> columns;

    /** @param columns of the same table and key, at least one, each once */
    TableSql(List<ColumnSql> columns) {
        this.columns = List.copyOf(columns);
    }

    List<ColumnSql> columns() {
        return columns;
    }

    ColumnSql column(int index) {
        return columns.get(index);
    }

    /** For what is the same in all of them: the table, its key. */
    ColumnSql anyColumn() {
        return columns.get(0);
    }

    /** Stands for the table in errors and progress. */
    SealedColumn named() {
        return anyColumn().column();
    }

    String name() {
        return named().table();
    }

    List<KeyColumn> key() {
        return anyColumn().key();
    }

    int timeoutSeconds() {
        return anyColumn().pageTimeoutSeconds();
    }

    /**
     * Puts new values in place of old ones in one row, if all of them are still there. Parameters: new values, key
     * columns, old values.
     */
    String compareAndSwap(BitSet changed) {
        String assignments = changed.stream()
                .mapToObj(i -> column(i).column().column() + " = ?")
                .collect(Collectors.joining(", "));
        String unchanged =
                changed.stream().mapToObj(i -> column(i).exactly("?")).collect(Collectors.joining(" and "));
        return "update " + name() + " set " + assignments + anyColumn().keepingStamps() + " where "
                + anyColumn().row() + unchanged;
    }

    /** Binds the parameters of {@link #compareAndSwap}. */
    void bind(PreparedStatement statement, RowReplacement row) throws SQLException {
        int index = 1;
        for (int i = row.columns().nextSetBit(0); i >= 0; i = row.columns().nextSetBit(i + 1)) {
            column(i).form().bind(statement, index++, Objects.requireNonNull(row.after(i), "the column changes"));
        }
        index = anyColumn().bindKey(statement, index, row.row().key());
        for (int i = row.columns().nextSetBit(0); i >= 0; i = row.columns().nextSetBit(i + 1)) {
            column(i).form().bind(statement, index++, Objects.requireNonNull(row.before(i), "the column changes"));
        }
    }
}
