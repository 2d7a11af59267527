package io.columnseal.reencrypt;

import io.columnseal.ReencryptionException;
import io.columnseal.catalogue.SealedColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes changes of one kind, in transactions of a bounded size, and counts what came of them. Changes that a unique
 * constraint holds back are found by halves. Not for many threads.
 */
final class ChangeWriter<C extends RowChange> {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String INTEGRITY_VIOLATION = "23000";
    private static final int MYSQL_DUPLICATE_ENTRY = 1062;

    private final SealedColumn column;
    private final RetriedTransactions transactions;
    private final PageWriter<C> writer;
    private final int changesPerTransaction;
    private final List<C> duplicates = new ArrayList<>();
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
        long[] counts;
        try {
            counts = transactions.write("write a page", column, connection -> writer.write(connection, part));
        } catch (ReencryptionException e) {
            if (!isDuplicate(e)) {
                throw e;
            }
            if (part.size() == 1) {
                duplicates.add(part.get(0));
            } else {
                writePart(part.subList(0, part.size() / 2));
                writePart(part.subList(part.size() / 2, part.size()));
            }
            return;
        }
        for (int i = 0; i < counts.length; i++) {
            written += counts[i];
            conflicts += Math.max(0, part.get(i).copies() - counts[i]);
        }
    }

    private static boolean isDuplicate(ReencryptionException error) {
        return UNIQUE_VIOLATION.equals(error.sqlState())
                || INTEGRITY_VIOLATION.equals(error.sqlState()) && error.vendorCode() == MYSQL_DUPLICATE_ENTRY;
    }

    /** Changes that a unique constraint held back, since the last time they were asked for. */
    List<C> takeDuplicates() {
        List<C> taken = List.copyOf(duplicates);
        duplicates.clear();
        return taken;
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
