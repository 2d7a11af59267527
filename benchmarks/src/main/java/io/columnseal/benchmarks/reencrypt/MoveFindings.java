package io.columnseal.benchmarks.reencrypt;

import static io.columnseal.benchmarks.reencrypt.Mover.bulk;
import static io.columnseal.benchmarks.reencrypt.Mover.one;
import static io.columnseal.benchmarks.reencrypt.Mover.two;
import static io.columnseal.benchmarks.reencrypt.Mover.walk;

import io.columnseal.benchmarks.report.Findings;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.Row;
import io.columnseal.benchmarks.report.Table;
import io.columnseal.benchmarks.report.Target;
import java.util.ArrayList;
import java.util.List;

/** Tables and targets from what was measured. */
final class MoveFindings {

    private static final double CRYPTO_LIMIT = 0.8;
    private static final double POSTGRES_WALK_LIMIT = 4;
    private static final double MARIADB_WALK_LIMIT = 3.5;

    private static final List<String> METHOD = List.of(
            "A table of 15 columns, of which five are @Encrypted texts of 60 characters (98 bytes sealed), one tenant, a"
                    + " key of 4 bytes; every mover has one of its own in a database of its own on the same server. Before"
                    + " each move the tenant's key is rotated, so that all values are stale, and PostgreSQL's table is"
                    + " vacuumed; neither is timed.",
            "engine: a re-encryption run as it is, its censuses included; 1 writer: one thread that reads, one that seals, one"
                    + " connection that writes; 2 writers: two that seal, two that write. Pages of 1,000 rows.",
            "engine without cryptography: the same run with a cipher that copies bytes, so the same reads, bulk statements and"
                    + " amounts of data.",
            "entity walk: a stateless session reads pages of 1,000 entities by their key and updates them, batches of 50, a"
                    + " transaction for each page, one thread.",
            "session of managed entities: what most people would write: the same pages in an ordinary session, an attribute"
                    + " that is not sealed changed in each entity so that it counts as dirty, then flushed and cleared.",
            "All in one JVM (heap 1 GiB), HikariCP with auto-commit off. In a round everybody moves all values right after"
                    + " the other, every other round in the opposite order; ratios are formed within a round. Shown are"
                    + " medians (and quartiles) over the rounds.",
            "PostgreSQL and MariaDB are real servers on localhost that hold everything in memory and do not wait for"
                    + " their disk: fsync, synchronous_commit, full_page_writes and autovacuum off;"
                    + " innodb_flush_log_at_trx_commit = 0, no doublewrite. They share the processors with the movers.");

    private final Rounds<MoveCell> speed;

    /** @param speed rows per second */
    MoveFindings(Rounds<MoveCell> speed) {
        this.speed = speed;
    }

    Findings findings() {
        List<Table> tables = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (String database :
                speed.cells().stream().map(MoveCell::database).distinct().toList()) {
            tables.add(table(database));
            targets.addAll(targets(database));
        }
        return new Findings(METHOD, tables, targets, List.of());
    }

    private Table table(String database) {
        List<Row> rows = speed.cells().stream()
                .filter(cell -> cell.database().equals(database))
                .map(cell -> Row.of("mover", cell.mover().title())
                        .value("rows/s", speed.of(cell))
                        .value("over without cryptography", speed.ratio(cell, cell.of(bulk)))
                        .value("over the entity walk", speed.ratio(cell, cell.of(walk)))
                        .build())
                .toList();
        return new Table(database + ", five values in each row", rows);
    }

    private List<Target> targets(String database) {
        MoveCell single = new MoveCell(database, one);
        MoveCell twice = new MoveCell(database, two);
        boolean postgres = database.equals("PostgreSQL");
        List<Target> targets = new ArrayList<>(Target.atLeast(
                database + ", 2 writers: speed over the entity walk's",
                postgres ? POSTGRES_WALK_LIMIT : MARIADB_WALK_LIMIT,
                speed.ratio(twice, twice.of(walk))));
        if (postgres) {
            targets.addAll(Target.atLeast(
                    database + ", 1 writer: speed over that without cryptography",
                    CRYPTO_LIMIT,
                    speed.ratio(single, single.of(bulk))));
        }
        return targets;
    }
}
