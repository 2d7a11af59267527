package io.columnseal.reencrypt;

import io.columnseal.reencrypt.DriftTaker.Drift;
import io.columnseal.reencrypt.MigrationRun.Place;
import io.columnseal.reencrypt.MigrationRun.Tools;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A walk over the rows of one column: this thread reads pages, others seal or open their values, others write them. Not for
 * many threads.
 */
final class MigrationWalk {

    private final ColumnSql sql;
    private final PlainSql plain;
    private final RowMigration rows;
    private final Tools tools;
    private final @Nullable Place place;
    private Tally stayed = new Tally();
    private long rowsRead;
    private long written;
    private long conflicts;

    /** @param place null if the walk changes nothing: then it is neither throttled nor remembered, and is no progress */
    MigrationWalk(ColumnSql sql, RowMigration rows, Tools tools, @Nullable Place place) {
        this.sql = sql;
        this.plain = new PlainSql(sql);
        this.rows = rows;
        this.tools = tools;
        this.place = place;
    }

    /**
     * @param drift what the column holds
     * @param filter which of it is looked at, or null for all
     * @param position behind which row it begins
     * @return whether it came to its end
     */
    boolean walk(Drift drift, @Nullable StaleFilter filter, Optional<Object[]> position) {
        int pageSize =
                place == null ? tools.pageSizes().checking() : tools.pageSizes().changing();
        PageLimits whole = drift.limits(pageSize, null);
        KeyedPages<PlainRow> pages =
                new KeyedPages<>(sql, new PlainQuery(plain, filter), drift.limits(pageSize, filter));
        position.ifPresent(key -> pages.within(new KeyBounds(key, null)));
        try (PagesUnderWay<Written> underWay =
                new PagesUnderWay<>(tools.threads().pages(), tools.pace()::attend)) {
            boolean more = true;
            while (more) {
                if (tools.pace().isHeldBack()) {
                    finishAll(underWay);
                }
                Object[] before = pages.position();
                List<PlainRow> page =
                        tools.pace().inTurn(() -> tools.transactions().run("read a page", sql.column(), pages::read));
                if (page == null) {
                    break;
                }
                if (place != null) {
                    tools.pace().read(page.size());
                }
                more = pages.advance();
                Object[] at = pages.position();
                underWay.add(tools.threads()
                        .work(() -> changes(page, new KeyBounds(before, at)), changed -> write(changed, whole)));
                while (underWay.isFull() || underWay.isNextDone()) {
                    finish(underWay.take());
                }
            }
            finishAll(underWay);
            return !more;
        }
    }

    private void finishAll(PagesUnderWay<Written> underWay) {
        while (!underWay.isEmpty()) {
            finish(underWay.take());
        }
    }

    private void finish(Written page) {
        Changed changed = page.changed;
        rowsRead += changed.changes.size() + changed.staying.size();
        written += page.writer.written();
        conflicts += page.writer.conflicts();
        List<QuarantinedValue> staying = new ArrayList<>(changed.staying);
        staying.addAll(page.heldBack);
        staying.forEach(value -> stayed.add(value.key(), value.reason(), 1));
        if (place == null) {
            tools.journal().quarantine(staying);
            tools.journal().saveIfDue();
        } else {
            tools.pace().wrote(changed.changes.size(), page.nanos);
            tools.progress().at(this, place.column(), rowsRead, place.planned());
            tools.journal()
                    .at(place.part(), changed.bounds.upTo(), tools.progress().rowsDone(), staying);
        }
    }

    /** Between the transactions, so that a slow KMS holds no lock and no connection. */
    private Changed changes(List<PlainRow> page, KeyBounds bounds) {
        List<PlainChange> changes = new ArrayList<>(page.size());
        List<QuarantinedValue> staying = new ArrayList<>();
        for (PlainRow row : page) {
            try {
                PlainChange change = rows.of(row);
                if (change != null) {
                    changes.add(change);
                }
            } catch (ImmovableException e) {
                staying.add(quarantined(row, e.reason()));
            }
        }
        return new Changed(changes, staying, bounds);
    }

    private QuarantinedValue quarantined(PlainRow row, Reason reason) {
        Header named = rows.namedIn(row);
        return new QuarantinedValue(
                sql.column().table(),
                sql.column().column(),
                RowName.of(row.key()),
                named == null ? null : named.key(),
                reason,
                tools.clock().instant());
    }

    private Written write(Changed changed, PageLimits limits) {
        PageWriter<PlainChange> pages = sql.dialect().writer(plain);
        ChangeWriter<PlainChange> writer = ChangeWriter.holdingBackRefused(
                sql,
                tools.transactions(),
                place != null && place.sealed() ? new VerifiedPageWriter(sql, pages, changed.bounds, limits) : pages);
        long startedAt = System.nanoTime();
        writer.write(changed.changes);
        long nanos = System.nanoTime() - startedAt;
        List<QuarantinedValue> heldBack = writer.takeHeldBack().stream()
                .map(held -> quarantined(held.change().row(), held.reason()))
                .toList();
        return new Written(changed, writer, heldBack, nanos);
    }

    /** Forgets what stayed, before it is looked at again. */
    void forgetStayed() {
        rowsRead -= stayed.rows();
        stayed = new Tally();
    }

    /** Values that stay, by key and reason. */
    Tally stayed() {
        return stayed;
    }

    /** Values that were to be changed. */
    long rowsRead() {
        return rowsRead;
    }

    long written() {
        return written;
    }

    long conflicts() {
        return conflicts;
    }

    /** A page whose values were dealt with, and the rows that were looked at for it. */
    private record Changed(List<PlainChange> changes, List<QuarantinedValue> staying, KeyBounds bounds) {}

    /** @param heldBack those of the changes that the database held back */
    private record Written(
            Changed changed, ChangeWriter<PlainChange> writer, List<QuarantinedValue> heldBack, long nanos) {}
}
