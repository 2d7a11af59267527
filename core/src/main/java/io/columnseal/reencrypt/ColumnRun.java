package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The walk over one column of a table without a key: read a page, seal it anew, write it. Not for many threads. */
final class ColumnRun implements Walk {

    private final ColumnMover mover;
    private final ChangeWriter<Replacement> writer;
    private final PageWalk<StaleRow> pages;
    private final Clock clock;
    private final ColumnCount count = new ColumnCount();
    private final List<QuarantinedValue> stayed = new ArrayList<>();
    private long paced;

    ColumnRun(ColumnSql sql, Census census, RunTools tools, int pageSize) {
        this.mover = new ColumnMover(sql, census, tools.mover());
        this.writer = new ChangeWriter<>(sql, tools.transactions(), new ValueSwap(sql));
        this.clock = tools.time().clock();
        this.pages = new PageWalk<>(
                sql.column(),
                tools.transactions(),
                new UnkeyedPages(sql, census.filter(), PageLimits.of(pageSize, List.of(census))),
                page -> writer.write(move(page)));
    }

    private List<Replacement> move(List<StaleRow> page) {
        List<Replacement> replacements = new ArrayList<>(page.size());
        for (StaleRow row : page) {
            Header header = mover.staleHeader(row.stored());
            if (header != null) {
                move(row, header, replacements);
            }
        }
        return replacements;
    }

    private void move(StaleRow row, Header header, List<Replacement> replacements) {
        count.read(row.copies());
        try {
            replacements.add(new Replacement(row, mover.move(row.stored(), header)));
        } catch (ImmovableException e) {
            count.stay(header, e.reason(), row.copies());
            SealedColumn column = mover.column();
            stayed.add(new QuarantinedValue(
                    column.table(), column.column(), "", header.key(), e.reason(), clock.instant()));
        }
    }

    @Override
    public boolean walk(RunPace pace, PageListener listener) {
        boolean finished = pages.walk(pace::awaitTurn, () -> {
            pace.read(count.rowsRead() - paced);
            paced = count.rowsRead();
            listener.done(count.rowsRead(), null, List.copyOf(stayed));
            stayed.clear();
        });
        count.written(writer.written());
        count.conflict(writer.conflicts());
        return finished;
    }

    @Override
    public List<ColumnCount> counts() {
        return List.of(count);
    }
}
