package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import io.columnseal.reencrypt.DriftTaker.Drift;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The walk of a migration over one column of a table with a key. Not for many threads. */
final class MigrationRun {

    private final ColumnSql sql;
    private final Direction direction;
    private final RowMigration rows;
    private final Tools tools;
    private final ChangeWriter<PlainChange> writer;
    private final PlainSql plain;
    private Tally stayed = new Tally();
    private long rowsRead;

    /** Which way values go. */
    enum Direction {
        SEALING(" backfill"),
        OPENING(" back-out");

        private final String part;

        Direction(String part) {
            this.part = part;
        }

        /** Values to be changed. */
        long work(Drift drift) {
            return this == SEALING ? drift.unsealed() : drift.sealed();
        }
    }

    /** What the walks of a run share. */
    record Tools(
            RetriedTransactions transactions,
            DriftTaker drift,
            RunPace pace,
            RunJournal journal,
            Progress progress,
            int pageSize,
            Clock clock) {}

    MigrationRun(ColumnSql sql, Direction direction, RowMigration rows, Tools tools) {
        this.sql = sql;
        this.direction = direction;
        this.rows = rows;
        this.tools = tools;
        this.plain = new PlainSql(sql);
        this.writer = new ChangeWriter<>(sql, tools.transactions, plain);
    }

    MigratedColumn run(long planned) {
        String part = column().table() + "." + column().column() + direction.part;
        Drift before = tools.drift.take(sql);
        Optional<Object[]> position =
                tools.journal.position(part, column().keyColumns().size());
        boolean finished = walk(part, planned, before, position);
        if (finished && position.isPresent() && direction.work(tools.drift.take(sql)) > 0) {
            // What lies before the position it was only told of
            rowsRead -= stayed.rows();
            stayed = new Tally();
            finished = walk(part, planned, tools.drift.take(sql), Optional.empty());
        }
        OptionalLong remaining =
                finished ? OptionalLong.of(direction.work(tools.drift.take(sql))) : OptionalLong.empty();
        if (finished) {
            tools.progress.atEnd(this, column(), planned);
        }
        return new MigratedColumn(column(), rowsRead, writer.written(), writer.conflicts(), stayed.toList(), remaining);
    }

    private SealedColumn column() {
        return sql.column();
    }

    private boolean walk(String part, long planned, Drift drift, Optional<Object[]> position) {
        if (direction.work(drift) == 0) {
            return true;
        }
        KeyedPages<PlainRow> pages = new KeyedPages<>(
                sql,
                new PlainQuery(plain, drift.filter(direction == Direction.OPENING)),
                PageLimits.of(tools.pageSize, List.of()));
        position.ifPresent(key -> pages.within(new KeyBounds(key, null)));
        boolean more = true;
        while (more) {
            if (!tools.pace.awaitTurn()) {
                return false;
            }
            List<PlainRow> page = tools.transactions.run("read a page", column(), pages::read);
            tools.pace.read(page.size());
            List<QuarantinedValue> staying = new ArrayList<>();
            write(changes(page, staying));
            more = pages.advance();
            tools.progress.at(this, column(), rowsRead, planned);
            tools.journal.at(part, pages.position(), tools.progress.rowsDone(), staying);
        }
        tools.journal.finished(part);
        return true;
    }

    /** Between the transactions, so that a slow KMS holds no lock and no connection. */
    private List<PlainChange> changes(List<PlainRow> page, List<QuarantinedValue> staying) {
        List<PlainChange> changes = new ArrayList<>(page.size());
        for (PlainRow row : page) {
            try {
                PlainChange change = rows.of(row);
                if (change != null) {
                    rowsRead++;
                    changes.add(change);
                }
            } catch (ImmovableException e) {
                rowsRead++;
                stayed.add(null, e.reason(), 1);
                // Without the key id: of what may be somebody's plaintext it would be the first bytes
                staying.add(new QuarantinedValue(
                        column().table(),
                        column().column(),
                        RowName.of(row.key()),
                        null,
                        e.reason(),
                        tools.clock.instant()));
            }
        }
        return changes;
    }

    private void write(List<PlainChange> changes) {
        long startedAt = System.nanoTime();
        writer.write(changes);
        tools.pace.wrote(changes.size(), System.nanoTime() - startedAt);
    }
}
