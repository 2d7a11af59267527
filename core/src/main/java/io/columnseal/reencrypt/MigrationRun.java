package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import io.columnseal.reencrypt.DriftTaker.Drift;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A migration of one column of a table with a key: walks over the rows that are to be changed and, where they are sealed, once
 * more over all that is sealed, without being throttled. Not for many threads.
 */
final class MigrationRun {

    private static final Logger LOG = LoggerFactory.getLogger(MigrationRun.class);

    private final ColumnSql sql;
    private final Direction direction;
    private final RowMigration rows;
    private final @Nullable RowMigration check;
    private final @Nullable RowMigration trial;
    private final Tools tools;

    /** Which way values go. */
    enum Direction {
        SEALING(" backfill", " sealed "),
        OPENING(" back-out", " unsealed "),

        /** From one tenant to those that the rows name. */
        ASSIGNING(" tenants", " gave to their tenants ");

        final String done;
        private final String part;

        /**
         * @param part names the walk where it is remembered
         * @param done what it did, for the log
         */
        Direction(String part, String done) {
            this.part = part;
            this.done = done;
        }

        /** Values to be looked at, or, if they are not {@link #ASSIGNING assigned}, to be changed. */
        long work(Drift drift) {
            return this == SEALING ? drift.unsealed() : drift.sealed();
        }
    }

    /** What the walks of a run share. */
    record Tools(
            RetriedTransactions transactions,
            DriftTaker drift,
            RunThreads threads,
            RunPace pace,
            RunJournal journal,
            Progress progress,
            PageSizes pageSizes,
            Clock clock) {}

    /**
     * Rows of a page.
     *
     * @param changing of which values are changed, and which a throttle may keep small
     * @param checking which are only read
     */
    record PageSizes(int changing, int checking) {}

    /**
     * @param check what is sealed goes through it at the end; null where nothing is sealed then
     * @param trial what is not sealed goes through it first, and nothing is changed if some of it stays; null to do without
     */
    MigrationRun(
            ColumnSql sql,
            Direction direction,
            RowMigration rows,
            @Nullable RowMigration check,
            @Nullable RowMigration trial,
            Tools tools) {
        this.sql = sql;
        this.direction = direction;
        this.rows = rows;
        this.check = check;
        this.trial = trial;
        this.tools = tools;
    }

    MigratedColumn run(long planned) {
        SealedColumn column = sql.column();
        String part = column.table() + "." + column.column() + direction.part;
        Drift before = tools.drift.take(sql);
        if (trial != null && before.unsealed() > 0) {
            MigrationWalk tried = new MigrationWalk(sql, trial, tools, null);
            boolean finished = tried.walk(before, before.filter(false), Optional.empty());
            if (!finished || tried.stayed().rows() > 0) {
                return notTaken(tried, finished ? OptionalLong.of(before.unsealed()) : OptionalLong.empty());
            }
        }
        MigrationWalk walk =
                new MigrationWalk(sql, rows, tools, new Place(column, part, planned, direction != Direction.OPENING));
        Optional<Object[]> position =
                tools.journal.position(part, column.keyColumns().size());
        boolean finished = walk(walk, before, position);
        if (finished && position.isPresent() && direction.work(tools.drift.take(sql)) > 0) {
            // What lies before the position it was only told of
            walk.forgetStayed();
            finished = walk(walk, tools.drift.take(sql), Optional.empty());
        }
        Tally stayed = new Tally();
        stayed.addAll(walk.stayed());
        Tally unreadable = new Tally();
        if (finished) {
            tools.journal.finished(part);
            tools.progress.atEnd(walk, column, planned);
            finished = check == null || checked(check, unreadable);
            // What was to be assigned and stayed has its own reason already
            stayed.addAll(unreadable.except(Reason.NOT_ASSIGNED));
        }
        OptionalLong remaining = finished ? OptionalLong.of(remaining(unreadable)) : OptionalLong.empty();
        return new MigratedColumn(
                column,
                walk.rowsRead(),
                walk.written(),
                walk.conflicts(),
                stayed.toList(),
                unreadable.rows(),
                remaining);
    }

    private MigratedColumn notTaken(MigrationWalk tried, OptionalLong remaining) {
        SealedColumn column = sql.column();
        List<Undecryptable> stayed = tried.stayed().toList();
        if (!stayed.isEmpty()) {
            LOG.warn(
                    "Nothing of {}.{} is sealed: its importer does not open {} values, and does not verify those that it opens,"
                            + " so that some could be under another key and come out as something else. Mend what the quarantine"
                            + " lists, or call Migration.trustingImporters()",
                    column.table(),
                    column.column(),
                    tried.stayed().rows());
        }
        return new MigratedColumn(column, tried.rowsRead(), 0, 0, stayed, 0, remaining);
    }

    /** What was assigned is complete if all of it opens, whatever it was before. */
    private long remaining(Tally unreadable) {
        return direction == Direction.ASSIGNING ? unreadable.rows() : direction.work(tools.drift.take(sql));
    }

    private boolean walk(MigrationWalk walk, Drift drift, Optional<Object[]> position) {
        return direction.work(drift) == 0 || walk.walk(drift, drift.filter(direction != Direction.SEALING), position);
    }

    /** From the beginning each time: a run that went on knows of values that do not open only by what it reads. */
    private boolean checked(RowMigration opening, Tally unreadable) {
        Drift drift = tools.drift.take(sql);
        // What was assigned has to be sealed, too
        StaleFilter filter = direction == Direction.ASSIGNING ? null : drift.filter(true);
        if (drift.sealed() == 0 && filter != null) {
            return true;
        }
        MigrationWalk walk = new MigrationWalk(sql, opening, tools, null);
        boolean finished = walk.walk(drift, filter, Optional.empty());
        unreadable.addAll(walk.stayed());
        return finished;
    }

    /**
     * Where a walk is remembered, and what it changes.
     *
     * @param planned how many values it is expected to change
     * @param sealed whether what it writes is sealed, and would be lost as anything else
     */
    record Place(SealedColumn column, String part, long planned, boolean sealed) {}
}
