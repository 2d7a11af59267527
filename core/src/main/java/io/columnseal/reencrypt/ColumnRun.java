package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The walk over one column of a table without a key: read a page, seal it anew, write it. Not for many threads. */
final class ColumnRun implements Walk {

    private final ColumnMover mover;
    private final StoredForm form;
    private final ChangeWriter<Replacement> writer;
    private final PageWalk<StaleRow> pages;
    private final Clock clock;
    private final ColumnCount count = new ColumnCount();
    private final List<QuarantinedValue> stayed = new ArrayList<>();
    private long paced;

    ColumnRun(ColumnSql sql, Census census, RunTools tools, int pageSize) {
        this.mover = new ColumnMover(sql, census, tools.mover());
        this.form = sql.form();
        this.writer = ChangeWriter.holdingBackRefused(sql, tools.transactions(), new VerifiedSwap(sql));
        this.clock = tools.time().clock();
        this.pages = new PageWalk<>(
                sql.column(),
                tools.transactions(),
                new UnkeyedPages(sql, census.filter(), PageLimits.of(pageSize, List.of(census))),
                this::write);
    }

    private void write(List<StaleRow> page) {
        writer.write(move(page));
        writer.takeHeldBack().forEach(held -> {
            StaleRow row = held.change().row();
            stay(row, Objects.requireNonNull(form.header(row.stored()), "it was sealed"), held.reason());
        });
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
            stay(row, header, e.reason());
        }
    }

    private void stay(StaleRow row, Header header, Reason reason) {
        count.stay(header, reason, row.copies());
        SealedColumn column = mover.column();
        stayed.add(new QuarantinedValue(column.table(), column.column(), "", header.key(), reason, clock.instant()));
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
