package io.columnseal.reencrypt;

import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** The walk over one column: read a page, seal it anew, write it. Not for many threads. */
final class ColumnRun {

    private final ColumnSql sql;
    private final Census census;
    private final PageMover mover;
    private final ChangeWriter<Replacement> writer;
    private final PageWalk<StaleRow> pages;

    ColumnRun(ColumnSql sql, Census census, ValueMover values, RetriedTransactions transactions, int pageSize) {
        this.sql = sql;
        this.census = census;
        this.mover = new PageMover(sql, census, values);
        this.writer = new ChangeWriter<>(sql, transactions, new ValueSwap(sql));
        this.pages = new PageWalk<>(
                sql.column(),
                transactions,
                pages(PageLimits.of(pageSize, census)),
                page -> writer.write(mover.move(page)));
    }

    private Pages<StaleRow> pages(PageLimits limits) {
        return sql.hasKey()
                ? new KeyedPages<>(sql, new StaleQuery(sql, census.filter()), limits)
                : new UnkeyedPages(sql, census.filter(), limits);
    }

    /**
     * Walks until the end, or until it is told to stop, asked before every page.
     *
     * @param afterPage called with the stale values dealt with so far
     * @return whether it came to the end
     */
    boolean walk(StopSignal stop, LongConsumer afterPage) {
        return census.staleRows() == 0 || pages.walk(stop, () -> afterPage.accept(mover.rowsRead()));
    }

    /** @param remaining as in {@link ColumnReport} */
    ColumnReport report(OptionalLong remaining) {
        Tally undecryptable = new Tally();
        undecryptable.addAll(census.unreadable());
        undecryptable.addAll(mover.immovable());
        return new ColumnReport(
                sql.column(),
                mover.rowsRead(),
                writer.written(),
                writer.conflicts(),
                undecryptable.toList(),
                remaining);
    }
}
