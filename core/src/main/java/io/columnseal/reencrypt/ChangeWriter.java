package io.columnseal.reencrypt;

import io.columnseal.ReencryptionException;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Writes changes of one kind, in transactions of a bounded size, and counts what came of them. Changes that the database holds
 * back, each for its own sake, are found by halves. Not for many threads.
 */
final class ChangeWriter<C extends RowChange> {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String INTEGRITY_VIOLATION = "23000";
    private static final int MYSQL_DUPLICATE_ENTRY = 1062;

    /** Data that does not fit, constraints, and what triggers raise. */
    private static final Set<String> CLASSES_OF_REFUSED_VALUES = Set.of("22", "23", "45", "P0");

    /** MySQL's and MariaDB's of characters that a column does not take, and of check constraints. */
    private static final Set<Integer> CODES_OF_REFUSED_VALUES = Set.of(1366, 3819);

    /** More than so many, one behind the other, are not refused for their own sake. */
    static final int MOST_IN_A_ROW = 500;

    private final SealedColumn column;
    private final RetriedTransactions transactions;
    private final PageWriter<C> writer;
    private final int changesPerTransaction;
    private final Predicate<ReencryptionException> isHeldBack;
    private final List<HeldBack<C>> heldBack = new ArrayList<>();
    private int inARow;
    private long written;
    private long conflicts;

    /** Holds back what a unique constraint does not take; anything else ends the run. */
    ChangeWriter(ColumnSql sql, RetriedTransactions transactions, Swap<C> swap) {
        this(sql, transactions, sql.dialect().writer(swap), ChangeWriter::isDuplicate);
    }

    private ChangeWriter(
            ColumnSql sql,
            RetriedTransactions transactions,
            PageWriter<C> writer,
            Predicate<ReencryptionException> isHeldBack) {
        this.column = sql.column();
        this.transactions = transactions;
        this.writer = writer;
        this.changesPerTransaction = sql.valuesPerTransaction();
        this.isHeldBack = isHeldBack;
    }

    /** Holds back whatever the database does not take of a value, too. */
    static <C extends RowChange> ChangeWriter<C> holdingBackRefused(
            ColumnSql sql, RetriedTransactions transactions, PageWriter<C> writer) {
        return new ChangeWriter<>(sql, transactions, writer, error -> isDuplicate(error) || isRefused(error));
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
            boolean duplicate = isDuplicate(e);
            if (!isHeldBack.test(e) || !duplicate && inARow > MOST_IN_A_ROW) {
                throw e;
            }
            if (part.size() == 1) {
                inARow += duplicate ? 0 : 1;
                heldBack.add(new HeldBack<>(part.get(0), duplicate ? Reason.NOT_UNIQUE : Reason.NOT_STORED));
            } else {
                writePart(part.subList(0, part.size() / 2));
                writePart(part.subList(part.size() / 2, part.size()));
            }
            return;
        }
        inARow = 0;
        for (int i = 0; i < counts.length; i++) {
            written += counts[i];
            conflicts += Math.max(0, part.get(i).copies() - counts[i]);
        }
    }

    private static boolean isDuplicate(ReencryptionException error) {
        return UNIQUE_VIOLATION.equals(error.sqlState())
                || INTEGRITY_VIOLATION.equals(error.sqlState()) && error.vendorCode() == MYSQL_DUPLICATE_ENTRY;
    }

    /** Whether the database does not take a value, and might take others. */
    static boolean isRefused(ReencryptionException error) {
        String state = String.valueOf(error.sqlState());
        return state.length() == 5 && CLASSES_OF_REFUSED_VALUES.contains(state.substring(0, 2))
                || CODES_OF_REFUSED_VALUES.contains(error.vendorCode());
    }

    /** Changes that the database held back, since the last time they were asked for. */
    List<HeldBack<C>> takeHeldBack() {
        List<HeldBack<C>> taken = List.copyOf(heldBack);
        heldBack.clear();
        return taken;
    }

    /** A change that the database does not take, and why. */
    record HeldBack<C>(C change, Reason reason) {}

    /** Rows that took a change. */
    long written() {
        return written;
    }

    /** Rows that somebody else changed or deleted first. */
    long conflicts() {
        return conflicts;
    }
}
