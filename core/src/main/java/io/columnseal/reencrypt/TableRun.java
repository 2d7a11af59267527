package io.columnseal.reencrypt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The walk over a table with a key: this thread reads pages, others seal their values anew, others write them. Not for
 * many threads.
 */
final class TableRun implements Walk {

    private final TableSql table;
    private final TableMover mover;
    private final TableWriter writer;
    private final RetriedTransactions transactions;
    private final RunThreads threads;
    private final KeyedPages<TableRow> pages;
    private final List<ColumnCount> counts;

    /**
     * @param censuses one for each column of the table
     * @param pageSize rows of a page, at most
     */
    TableRun(TableSql table, List<Census> censuses, RunTools tools, int pageSize) {
        List<ColumnMover> movers = new ArrayList<>();
        for (int i = 0; i < censuses.size(); i++) {
            movers.add(new ColumnMover(table.column(i), censuses.get(i), tools.mover()));
        }
        this.table = table;
        this.mover = new TableMover(movers, tools.time().clock());
        this.transactions = tools.transactions();
        this.writer = new TableWriter(table, transactions, tools.time().clock());
        this.threads = tools.threads();
        this.pages = new KeyedPages<>(
                table.anyColumn(), new TableQuery(table, StaleFilter.of(censuses)), PageLimits.of(pageSize, censuses));
        this.counts = movers.stream().map(column -> new ColumnCount()).toList();
    }

    /** Walks over this range alone. */
    TableRun within(KeyBounds range) {
        pages.within(range);
        return this;
    }

    @Override
    public boolean walk(RunPace pace, PageListener listener) {
        try (PagesUnderWay<Placed> underWay = new PagesUnderWay<>(threads.pages(), pace::attend)) {
            boolean more = true;
            while (more) {
                if (pace.isHeldBack()) {
                    finishAll(underWay, pace, listener);
                }
                List<TableRow> page = pace.inTurn(() -> transactions.run("read a page", table.named(), pages::read));
                if (page == null) {
                    break;
                }
                more = pages.advance();
                pace.read(page.size());
                Object[] position = pages.position();
                underWay.add(threads.work(() -> mover.move(page), moved -> new Placed(writer.write(moved), position)));
                while (underWay.isFull() || underWay.isNextDone()) {
                    finish(underWay.take(), pace, listener);
                }
            }
            finishAll(underWay, pace, listener);
            return !more;
        }
    }

    private void finishAll(PagesUnderWay<Placed> underWay, RunPace pace, PageListener listener) {
        while (!underWay.isEmpty()) {
            finish(underWay.take(), pace, listener);
        }
    }

    private void finish(Placed placed, RunPace pace, PageListener listener) {
        WrittenPage page = placed.page;
        pace.wrote(page.rows(), page.writeNanos());
        long rowsRead = 0;
        for (int i = 0; i < counts.size(); i++) {
            counts.get(i).add(page.counts().get(i));
            rowsRead += counts.get(i).rowsRead();
        }
        listener.done(rowsRead, placed.position, page.stayed());
    }

    @Override
    public List<ColumnCount> counts() {
        return counts;
    }

    /** A page, and the key of the last row that was looked at for it. */
    private record Placed(WrittenPage page, Object @Nullable [] position) {}
}
