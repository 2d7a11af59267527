package io.columnseal.reencrypt;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Writes the pages of a table, each in a short transaction. Safe for use by many threads. */
final class TableWriter {

    private final TableSql table;
    private final RetriedTransactions transactions;
    private final RowWriter rows;

    TableWriter(TableSql table, RetriedTransactions transactions) {
        this.table = table;
        this.transactions = transactions;
        this.rows = table.anyColumn().dialect().rowWriter(table);
    }

    /** Writes a page and counts what came of it, in the page's own counts. */
    WrittenPage write(MovedPage page) {
        long startedAt = System.nanoTime();
        if (!page.rows().isEmpty()) {
            writeRows(page);
        }
        return new WrittenPage(page.rows().size(), System.nanoTime() - startedAt, page.counts(), page.stayed());
    }

    private void writeRows(MovedPage page) {
        boolean[] taken =
                transactions.write("write a page", table.named(), connection -> rows.write(connection, page.rows()));
        List<RowReplacement> refused = new ArrayList<>();
        for (int i = 0; i < taken.length; i++) {
            RowReplacement row = page.rows().get(i);
            if (taken[i]) {
                row.columns().stream()
                        .forEach(column -> page.counts().get(column).written(1));
            } else if (row.columns().cardinality() == 1) {
                row.columns().stream()
                        .forEach(column -> page.counts().get(column).conflict(1));
            } else {
                refused.add(row);
            }
        }
        if (!refused.isEmpty()) {
            writeByColumns(refused, page.counts());
        }
    }

    /** Somebody changed one value of a row; the others are still to be moved. */
    private void writeByColumns(List<RowReplacement> refused, List<ColumnCount> counts) {
        for (int i = 0; i < table.columns().size(); i++) {
            List<Replacement> values = values(refused, i);
            ColumnSql sql = table.column(i);
            ChangeWriter<Replacement> writer = new ChangeWriter<>(sql, transactions, new ValueSwap(sql));
            writer.write(values);
            counts.get(i).written(writer.written());
            counts.get(i).conflict(writer.conflicts());
        }
    }

    private static List<Replacement> values(List<RowReplacement> rows, int column) {
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
