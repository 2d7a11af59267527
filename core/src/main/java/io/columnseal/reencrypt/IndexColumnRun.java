package io.columnseal.reencrypt;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** The walk over one index column: read a page, make its index values, write them. Not for many threads. */
final class IndexColumnRun {

    private final IndexSql sql;
    private final IndexCensus census;
    private final IndexMover mover;
    private final ChangeWriter<IndexChange> filling;
    private final ChangeWriter<IndexChange> replacing;
    private final ChangeWriter<IndexChange> clearing;
    private final DuplicateRows duplicates;
    private final PageWalk<?> pages;

    IndexColumnRun(IndexSql sql, IndexCensus census, IndexMover mover, RetriedTransactions transactions, int pageSize) {
        this.sql = sql;
        this.census = census;
        this.mover = mover;
        ColumnSql sealed = sql.sealed();
        this.filling = new ChangeWriter<>(
                sealed, transactions, sealed.hasKey() ? IndexSwap.filling(sql) : IndexSwap.puttingAll(sql));
        this.replacing = new ChangeWriter<>(sealed, transactions, IndexSwap.replacing(sql));
        this.clearing = new ChangeWriter<>(sealed, transactions, IndexSwap.clearing(sql));
        this.duplicates = new DuplicateRows(sql, transactions);
        PageLimits limits = census.limits(pageSize);
        this.pages = sealed.hasKey()
                ? new PageWalk<>(
                        sql.column(),
                        transactions,
                        new KeyedPages<>(sealed, new IndexQuery(sql, census.filter()), limits),
                        page -> write(mover.move(page)))
                : new PageWalk<>(
                        sql.column(),
                        transactions,
                        new UnkeyedPages(sealed, census.headers(), limits),
                        page -> write(filling, mover.moveValues(page)));
    }

    /** Each kind by itself: a transaction is repeated as a whole. */
    private void write(List<IndexChange> changes) {
        List<IndexChange> fills = new ArrayList<>();
        List<IndexChange> replacements = new ArrayList<>();
        List<IndexChange> clears = new ArrayList<>();
        for (IndexChange change : changes) {
            IndexRow row = change.row();
            (row.stored() == null ? clears : row.indexValue() == null ? fills : replacements).add(change);
        }
        write(filling, fills);
        write(replacing, replacements);
        clearing.write(clears);
    }

    private void write(ChangeWriter<IndexChange> writer, List<IndexChange> changes) {
        writer.write(changes);
        List<IndexChange> heldBack = writer.takeHeldBack().stream()
                .map(ChangeWriter.HeldBack::change)
                .toList();
        duplicates.addAll(heldBack);
        List<IndexChange> removals = new ArrayList<>();
        for (IndexChange change : heldBack) {
            if (change.replacesAnotherValues()) {
                // It would find the row by what it was, and hold others back
                removals.add(change.withoutIndexValue());
            }
        }
        replacing.write(removals);
    }

    /**
     * Walks until the end, or until it is told to stop, asked before every page.
     *
     * @param afterPage called with the rows dealt with so far
     * @return whether it came to the end
     */
    boolean walk(StopSignal stop, LongConsumer afterPage) {
        if (!sql.sealed().hasKey() && census.withoutValue() > 0) {
            // One statement does for all of them, whatever the row
            clearing.write(
                    List.of(new IndexChange(new IndexRow(new Object[0], null, null), null, census.withoutValue())));
        }
        return census.work() == 0 || pages.walk(() -> !stop.obey(), () -> afterPage.accept(mover.rowsRead()));
    }

    /** @param remaining as in {@link IndexColumnReport} */
    IndexColumnReport report(OptionalLong remaining) {
        Tally undecryptable = new Tally();
        undecryptable.addAll(census.unreadable());
        undecryptable.addAll(mover.immovable());
        return new IndexColumnReport(
                sql.column(),
                sql.index(),
                mover.rowsRead(),
                filling.written() + replacing.written() + clearing.written(),
                filling.conflicts() + replacing.conflicts() + clearing.conflicts(),
                undecryptable.toList(),
                duplicates.toList(),
                remaining);
    }
}
