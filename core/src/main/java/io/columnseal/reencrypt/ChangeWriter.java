package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import java.util.List;

/** Writes changes of one kind, in transactions of a bounded size, and counts what came of them. Not for many threads. */
final class ChangeWriter<C extends RowChange> {

    private final SealedColumn column;
    private final RetriedTransactions transactions;
    private final PageWriter<C> writer;
    private final int changesPerTransaction;
    private long written;
    private long conflicts;

    ChangeWriter(ColumnSql sql, RetriedTransactions transactions, Swap<C> swap) {
        this.column = sql.column();
        this.transactions = transactions;
        this.writer = sql.dialect().writer(swap);
        this.changesPerTransaction = sql.valuesPerTransaction();
    }

    void write(List<C> changes) {
        for (int from = 0; from < changes.size(); from += changesPerTransaction) {
            writePart(changes.subList(from, Math.min(changes.size(), from + changesPerTransaction)));
        }
    }

    private void writePart(List<C> part) {
        long[] counts = transactions.write("write a page", column, connection -> writer.write(connection, part));
        for (int i = 0; i < counts.length; i++) {
            written += counts[i];
            conflicts += Math.max(0, part.get(i).copies() - counts[i]);
        }
    }

    /** Rows that took a change. */
    long written() {
        return written;
    }

    /** Rows that somebody else changed or deleted first. */
    long conflicts() {
        return conflicts;
    }
}
