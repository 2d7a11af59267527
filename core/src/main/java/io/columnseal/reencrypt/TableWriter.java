package io.columnseal.reencrypt;

import io.columnseal.ReencryptionException;
import io.columnseal.catalogue.SealedColumn;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes the pages of a table, each in a short transaction. What the database does not take stays, each value for its own sake.
 * Safe for use by many threads.
 */
final class TableWriter {

    private final TableSql table;
    private final RetriedTransactions transactions;
    private final Clock clock;
    private final RowWriter writer;
    private final AtomicInteger refusedInARow = new AtomicInteger();

    TableWriter(TableSql table, RetriedTransactions transactions, Clock clock) {
        this.table = table;
        this.transactions = transactions;
        this.clock = clock;
        this.writer = new VerifiedRowWriter(table);
    }

    /** Writes a page and counts what came of it, in the page's own counts. */
    WrittenPage write(MovedPage page) {
        long startedAt = System.nanoTime();
        if (!page.rows().isEmpty()) {
            writeRows(page.rows(), page);
        }
        return new WrittenPage(page.rows().size(), System.nanoTime() - startedAt, page.counts(), page.stayed());
    }

    private void writeRows(List<RowReplacement> rows, MovedPage page) {
        boolean[] taken;
        try {
            taken = transactions.write("write a page", table.named(), connection -> writer.write(connection, rows));
        } catch (ReencryptionException e) {
            if (!ChangeWriter.isRefused(e) || refusedInARow.get() > ChangeWriter.MOST_IN_A_ROW) {
                throw e;
            }
            if (rows.size() == 1) {
                refusedInARow.incrementAndGet();
                writeByColumns(rows, page);
            } else {
                writeRows(rows.subList(0, rows.size() / 2), page);
                writeRows(rows.subList(rows.size() / 2, rows.size()), page);
            }
            return;
        }
        refusedInARow.set(0);
        count(rows, taken, page);
    }

    private void count(List<RowReplacement> rows, boolean[] taken, MovedPage page) {
        List<RowReplacement> refused = new ArrayList<>();
        for (int i = 0; i < taken.length; i++) {
            RowReplacement row = rows.get(i);
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
            writeByColumns(refused, page);
        }
    }

    /** Somebody changed one value of a row, or the database does not take one; the others are still to be moved. */
    private void writeByColumns(List<RowReplacement> rows, MovedPage page) {
        for (int i = 0; i < table.columns().size(); i++) {
            ColumnSql sql = table.column(i);
            ColumnCount count = page.counts().get(i);
            ChangeWriter<Replacement> values =
                    ChangeWriter.holdingBackRefused(sql, transactions, new VerifiedSwap(sql));
            values.write(RowReplacement.values(rows, i));
            count.written(values.written());
            count.conflict(values.conflicts());
            values.takeHeldBack().forEach(held -> page.stayed().add(stayed(sql, held, count)));
        }
    }

    private QuarantinedValue stayed(ColumnSql sql, ChangeWriter.HeldBack<Replacement> held, ColumnCount count) {
        StaleRow row = held.change().row();
        Header header = Objects.requireNonNull(sql.form().header(row.stored()), "it was sealed");
        count.stay(header, held.reason(), 1);
        SealedColumn column = sql.column();
        return new QuarantinedValue(
                column.table(), column.column(), RowName.of(row.key()), header.key(), held.reason(), clock.instant());
    }
}
