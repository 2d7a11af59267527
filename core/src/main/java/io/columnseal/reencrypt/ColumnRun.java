package io.columnseal.reencrypt;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** The walk over one column: read a page, seal it anew, write it. Not for many threads. */
final class ColumnRun {

    private final ColumnSql sql;
    private final Census census;
    private final RetriedTransactions transactions;
    private final StalePages pages;
    private final PageMover mover;
    private final PageWriter writer;
    private long reencrypted;
    private long conflicts;

    ColumnRun(ColumnSql sql, Census census, ValueMover values, RetriedTransactions transactions, int pageSize) {
        this.sql = sql;
        this.census = census;
        this.transactions = transactions;
        PageLimits limits = PageLimits.of(pageSize, census);
        this.pages = sql.hasKey()
                ? new KeyedPages(sql, census.filter(), limits)
                : new UnkeyedPages(sql, census.filter(), limits);
        this.mover = new PageMover(sql, census, values);
        this.writer = sql.dialect().writer(sql);
    }

    /**
     * Walks until the end, or until it is told to stop, asked before every page.
     *
     * @param afterPage called with the stale values dealt with so far
     * @return whether it came to the end
     */
    boolean walk(StopSignal stop, LongConsumer afterPage) {
        boolean more = census.staleRows() > 0;
        while (more) {
            if (stop.obey()) {
                return false;
            }
            // Keys are unwrapped between the transactions, so that a slow KMS holds no lock and no connection
            List<Replacement> page = mover.move(transactions.run("read a page", sql.column(), pages::read));
            for (int from = 0; from < page.size(); from += sql.valuesPerTransaction()) {
                write(page.subList(from, Math.min(page.size(), from + sql.valuesPerTransaction())));
            }
            afterPage.accept(mover.rowsRead());
            more = pages.advance();
        }
        return true;
    }

    private void write(List<Replacement> part) {
        long[] written = transactions.write("write a page", sql.column(), connection -> writer.write(connection, part));
        for (int i = 0; i < written.length; i++) {
            reencrypted += written[i];
            conflicts += Math.max(0, part.get(i).row().copies() - written[i]);
        }
    }

    /** @param remaining as in {@link ColumnReport} */
    ColumnReport report(OptionalLong remaining) {
        Tally undecryptable = new Tally();
        undecryptable.addAll(census.unreadable());
        undecryptable.addAll(mover.immovable());
        return new ColumnReport(
                sql.column(), mover.rowsRead(), reencrypted, conflicts, undecryptable.toList(), remaining);
    }
}
