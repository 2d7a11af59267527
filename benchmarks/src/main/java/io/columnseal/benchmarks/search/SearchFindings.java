package io.columnseal.benchmarks.search;

import static io.columnseal.benchmarks.search.Contestant.encrypted;
import static io.columnseal.benchmarks.search.Contestant.indexed;
import static io.columnseal.benchmarks.search.Contestant.plain;

import io.columnseal.benchmarks.report.Findings;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.Row;
import io.columnseal.benchmarks.report.Table;
import io.columnseal.benchmarks.report.Target;
import io.columnseal.benchmarks.search.SearchCell.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Tables and targets from what was measured on databases, and those of index values alone. */
final class SearchFindings {

    private static final double LOOKUP_LIMIT = 1.15;
    private static final double INSERT_LIMIT = 1.10;

    private static final List<String> METHOD = List.of(
            "Index values: every number comes from a fresh JVM (JMH, one fork, heap 1 GiB). CPU time is that of the whole"
                    + " process, collector and compiler included. The INDEX key is in the key ring.",
            "Databases: an entity of 20 columns, of which the social security number (11 characters, all different) is"
                    + " plain with a database index, @Encrypted, or @Encrypted @BlindIndex; the other 19 are plain for"
                    + " everybody. All tables have the same number of rows, inserted through Hibernate, each in a"
                    + " database of its own on the same server; statistics are up to date.",
            "lookup: " + DatabaseRounds.LOOKUPS
                    + " patients found by their number, one after the other, the same random"
                    + " ones for everybody. Each takes a session and a transaction of its own, the query, the whole"
                    + " entity with its opened number, and the commit; no second-level cache.",
            "insert: " + DatabaseRounds.INSERTS + " entities persisted in one transaction, batches of 50, a pooled"
                    + " sequence, into the loaded tables, which grow meanwhile.",
            "All in one JVM (heap 1 GiB), HikariCP with auto-commit off. In a round everybody does an operation right"
                    + " after the other, every other round in the opposite order; ratios are formed within a round."
                    + " Shown are medians (and quartiles) over the rounds.",
            "PostgreSQL and MariaDB are real servers on localhost that hold everything in memory and do not wait for"
                    + " their disk: fsync, synchronous_commit, full_page_writes and autovacuum off;"
                    + " innodb_flush_log_at_trx_commit = 0, no doublewrite.",
            "CPU is that of the calling thread, without the database server's.");

    private final IndexFindings indexes;
    private final Rounds<SearchCell> wall;
    private final Rounds<SearchCell> cpu;
    private final List<TableSize> sizes;

    /**
     * @param wall microseconds per lookup or row
     * @param cpu microseconds of the calling thread per lookup or row
     */
    SearchFindings(IndexFindings indexes, Rounds<SearchCell> wall, Rounds<SearchCell> cpu, List<TableSize> sizes) {
        this.indexes = indexes;
        this.wall = wall;
        this.cpu = cpu;
        this.sizes = sizes;
    }

    Findings findings() {
        List<Table> tables = new ArrayList<>(List.of(indexes.table(), tableSizes()));
        List<Target> targets = new ArrayList<>(indexes.targets());
        for (String database :
                wall.cells().stream().map(SearchCell::database).distinct().toList()) {
            tables.add(table(database));
            targets.addAll(targets(database));
        }
        return new Findings(METHOD, tables, targets, List.of());
    }

    private Table tableSizes() {
        List<Row> rows = sizes.stream()
                .map(size -> Row.of("database", size.database())
                        .label("social security number", size.contestant().title())
                        .label("rows", Long.toString(size.rows()))
                        .label("table MiB", String.format(Locale.ROOT, "%.0f", size.tableMiB()))
                        .label("indexes MiB", String.format(Locale.ROOT, "%.0f", size.indexesMiB()))
                        .build())
                .toList();
        return new Table("Tables", rows);
    }

    private Table table(String database) {
        List<Row> rows = wall.cells().stream()
                .filter(cell -> cell.database().equals(database))
                .sorted(Comparator.comparing(SearchCell::operation).thenComparing(SearchCell::contestant))
                .map(cell -> Row.of("operation", cell.operation().name())
                        .label("social security number", cell.contestant().title())
                        .value("µs", wall.of(cell))
                        .value("over plain", wall.ratio(cell, cell.of(plain)))
                        .value("over @Encrypted", wall.ratio(cell, cell.of(encrypted)))
                        .value("CPU µs", cpu.of(cell))
                        .value("CPU over plain", cpu.ratio(cell, cell.of(plain)))
                        .value("CPU over @Encrypted", cpu.ratio(cell, cell.of(encrypted)))
                        .build())
                .toList();
        return new Table(database + ", per lookup or inserted row", rows);
    }

    private List<Target> targets(String database) {
        SearchCell lookup = new SearchCell(database, Operation.lookup, indexed);
        SearchCell insert = new SearchCell(database, Operation.insert, indexed);
        List<Target> targets = new ArrayList<>(Target.atMost(
                database + " lookup: time over the plain column's",
                LOOKUP_LIMIT,
                wall.ratio(lookup, lookup.of(plain))));
        targets.addAll(Target.atMost(
                database + " insert: time over that without the index",
                INSERT_LIMIT,
                wall.ratio(insert, insert.of(encrypted))));
        return targets;
    }
}
