package io.columnseal.benchmarks.orm;

import static io.columnseal.benchmarks.orm.Contestant.columnseal;
import static io.columnseal.benchmarks.orm.Contestant.naive;
import static io.columnseal.benchmarks.orm.Contestant.plaintext;

import io.columnseal.benchmarks.orm.OrmCell.Operation;
import io.columnseal.benchmarks.report.Findings;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.Row;
import io.columnseal.benchmarks.report.Spread;
import io.columnseal.benchmarks.report.Table;
import io.columnseal.benchmarks.report.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tables and targets from measured microseconds. */
final class OrmFindings {

    private static final String TARGET_DATABASE = "PostgreSQL";
    private static final Map<Operation, Double> LIMITS =
            new EnumMap<>(Map.of(Operation.insert, 1.15, Operation.update, 1.20, Operation.load, 1.65));
    private static final Map<Operation, Double> STRETCH_LIMITS =
            new EnumMap<>(Map.of(Operation.insert, 1.12, Operation.update, 1.20, Operation.load, 1.45));
    private static final double LEAST_GAIN_OVER_NAIVE = 5;

    /** An overhead below this share of plaintext's time is noise, and counts as this much. */
    private static final double LEAST_OVERHEAD = 0.01;

    private static final List<String> METHOD = List.of(
            "An entity of 20 columns, 5 of them encrypted strings of 11 to 60 characters; Hibernate with batches of 50,"
                    + " ordered inserts and updates, a pooled sequence, HikariCP with auto-commit off. Everybody has a"
                    + " database of his own on the same server.",
            "insert: 2000 entities persisted in one transaction. load: one query for all 2000 entities into a new"
                    + " persistence context, the middle one of three. update: two plain columns of 2000 loaded entities"
                    + " changed, from the first change to the commit; Hibernate then writes all columns, the encrypted"
                    + " ones too.",
            "All in one JVM (heap 1 GiB). In a round everybody does an operation right after the other, every other"
                    + " round in the opposite order; ratios are formed within a round. Shown are medians (and quartiles)"
                    + " over the rounds.",
            "PostgreSQL is a real server on localhost with fsync, synchronous_commit, full_page_writes and autovacuum"
                    + " off and no checkpoint during the run; tables are ordinary, logged ones. H2 is in memory.",
            "ColumnSeal: @Encrypted with its defaults, the key in the key ring. Naive converter: an AttributeConverter"
                    + " with Cipher.getInstance, new SecureRandom and Base64 on every call. ShardingSphere: its encrypt"
                    + " rule with the built-in AES (ECB, unauthenticated).",
            "CPU is that of the calling thread, without the database server's (H2 works in the calling thread).");

    private final Rounds<OrmCell> wall;
    private final Rounds<OrmCell> cpu;

    OrmFindings(Rounds<OrmCell> wall, Rounds<OrmCell> cpu) {
        this.wall = wall;
        this.cpu = cpu;
    }

    Findings findings() {
        List<Table> tables = wall.cells().stream()
                .map(OrmCell::database)
                .distinct()
                .map(this::table)
                .toList();
        List<Target> targets = new ArrayList<>(limits(LIMITS));
        targets.addAll(Target.atLeast(
                TARGET_DATABASE + " load: naive converter's overhead over ours",
                LEAST_GAIN_OVER_NAIVE,
                gainOverNaive()));
        return new Findings(METHOD, tables, targets, limits(STRETCH_LIMITS));
    }

    private Table table(String database) {
        List<Row> rows = wall.cells().stream()
                .filter(cell -> cell.database().equals(database))
                .sorted(Comparator.comparing(OrmCell::operation).thenComparing(OrmCell::contestant))
                .map(cell -> Row.of("operation", cell.operation().name())
                        .label("contestant", cell.contestant().title())
                        .value("µs per row", wall.of(cell))
                        .value("over plaintext", wall.ratio(cell, cell.of(plaintext)))
                        .value("CPU µs per row", cpu.of(cell))
                        .value("CPU over plaintext", cpu.ratio(cell, cell.of(plaintext)))
                        .build())
                .toList();
        return new Table(database, rows);
    }

    private List<Target> limits(Map<Operation, Double> limits) {
        List<Target> targets = new ArrayList<>();
        limits.forEach((operation, limit) -> {
            OrmCell ours = new OrmCell(TARGET_DATABASE, operation, columnseal);
            String name = TARGET_DATABASE + " " + operation + ": time over plaintext's";
            targets.addAll(Target.atMost(name, limit, wall.ratio(ours, ours.of(plaintext))));
        });
        return targets;
    }

    private Optional<Spread> gainOverNaive() {
        OrmCell ours = new OrmCell(TARGET_DATABASE, Operation.load, columnseal);
        OrmCell theirs = ours.of(naive);
        OrmCell base = ours.of(plaintext);
        return wall.formed(List.of(ours, theirs, base), round -> {
            double overhead = Math.max(round.of(ours) - round.of(base), LEAST_OVERHEAD * round.of(base));
            return (round.of(theirs) - round.of(base)) / overhead;
        });
    }
}
