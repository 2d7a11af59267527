package io.columnseal.reencrypt;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One run over a catalogue: counts every column for exact totals, then takes one table after the other, at first only for
 * what lies under compromised keys, and counts every column once more at the end, which may be days later: what was
 * current then need not be so any more. The censuses of a table's columns are taken anew before its walk, unless they are
 * fresh and small, so that memory holds the keys of one table only.
 */
final class CatalogueRun {

    private final RunTools tools;
    private final int pageSize;
    private final StopSignal stop;
    private final RunPace pace;
    private final RunJournal journal;
    private final Progress progress;
    private final TableCensuses censuses;
    private final Map<ColumnPlan, ColumnCount> counts = new IdentityHashMap<>();
    private final Map<ColumnPlan, ColumnReport> reports = new IdentityHashMap<>();

    CatalogueRun(RunTools tools, int pageSize, StopSignal stop, RunPace pace, RunJournal journal, Progress progress) {
        this.tools = tools;
        this.pageSize = pageSize;
        this.stop = stop;
        this.pace = pace;
        this.journal = journal;
        this.progress = progress;
        this.censuses = new TableCensuses(tools.censuses(), tools.time().nanoTime());
    }

    /** Reports in the order of the columns. */
    List<ColumnReport> run(List<ColumnSql> columns) {
        List<ColumnPlan> plans = plans(columns);
        long total = plans.stream().mapToLong(ColumnPlan::staleRows).sum();
        journal.total(total);
        progress.start(total);
        List<TablePlan> tables = TablePlan.of(plans);
        for (TablePlan table : tables) {
            if (table.compromisedRows() > 0) {
                walk(table, " compromised", Census::urgent);
            }
        }
        tables.forEach(this::run);
        countAtEnd(plans);
        return plans.stream()
                .map(plan -> reports.computeIfAbsent(plan, unwalked -> unwalked.report(count(unwalked))))
                .toList();
    }

    private void run(TablePlan table) {
        Optional<List<Census>> before = walk(table, "", census -> census);
        if (before.isEmpty()) {
            return;
        }
        if (!stop.obeyed()) {
            progress.atEnd(table, table.named(), table.staleRows());
        }
        for (int i = 0; i < table.plans().size(); i++) {
            ColumnPlan plan = table.plans().get(i);
            reports.put(plan, plan.report(count(plan), before.get().get(i)));
        }
    }

    private List<ColumnPlan> plans(List<ColumnSql> columns) {
        Map<ColumnSql, ColumnPlan> plans = new IdentityHashMap<>();
        censuses.take(columns, stop, (column, census) -> {
            plans.put(column, ColumnPlan.of(column, census));
            censuses.remember(column, census);
        });
        return columns.stream()
                .map(column -> plans.computeIfAbsent(column, ColumnPlan::unknown))
                .toList();
    }

    private void countAtEnd(List<ColumnPlan> plans) {
        Map<ColumnSql, ColumnPlan> bySql = new IdentityHashMap<>();
        plans.forEach(plan -> bySql.put(plan.sql(), plan));
        censuses.take(plans.stream().map(ColumnPlan::sql).toList(), stop, (column, census) -> {
            ColumnPlan plan = Objects.requireNonNull(bySql.get(column), "every column has a plan");
            ColumnReport report = reports.getOrDefault(plan, plan.report(count(plan), census));
            reports.put(plan, report.counted(census.remaining()));
            quarantine(column, census);
        });
    }

    /** The censuses before the walk; empty if it did not begin. */
    private Optional<List<Census>> walk(TablePlan table, String purpose, UnaryOperator<Census> narrowed) {
        if (stop.obey()) {
            return Optional.empty();
        }
        String part = table.named().table() + "." + table.named().column() + purpose;
        List<Census> before = censuses(table, narrowed);
        Optional<Object[]> position = table.hasKey()
                ? journal.position(part, table.named().keyColumns().size())
                : Optional.empty();
        boolean finished = walk(table, part, before, position);
        if (finished && position.isPresent()) {
            // What lies before the position it was only told of
            List<Census> now = censuses(table, narrowed);
            if (hasWork(now)) {
                walk(table, part, now, Optional.empty());
            }
        }
        return Optional.of(before);
    }

    private boolean walk(TablePlan table, String part, List<Census> censuses, Optional<Object[]> position) {
        // Another run, or writers, may have left nothing since the plan
        if (!hasWork(censuses)) {
            return true;
        }
        table.plans().forEach(plan -> count(plan).beforeNextWalk());
        Walk walk = table.hasKey()
                ? tableRun(new TableSql(table.columns()), censuses, position)
                : new ColumnRun(table.columns().get(0), censuses.get(0), tools, pageSize);
        long earlier =
                table.plans().stream().mapToLong(plan -> count(plan).rowsRead()).sum();
        boolean finished = walk.walk(pace, (rowsRead, at, stayed) -> {
            progress.at(table, table.named(), earlier + rowsRead, table.staleRows());
            journal.at(part, at, progress.rowsDone(), stayed);
        });
        for (int i = 0; i < table.plans().size(); i++) {
            count(table.plans().get(i)).add(walk.counts().get(i));
        }
        if (finished) {
            journal.finished(part);
        }
        return finished;
    }

    private TableRun tableRun(TableSql table, List<Census> censuses, Optional<Object[]> position) {
        TableRun run = new TableRun(table, censuses, tools, pageSize);
        return position.map(run::startingAfter).orElse(run);
    }

    /** Lists values that stay and that no walk has read. */
    private void quarantine(ColumnSql column, Census census) {
        if (!column.hasKey()
                || journal.isQuarantineFull()
                || census.unreadable().rows() == 0) {
            return;
        }
        PageWalk<QuarantinedValue> walk = new PageWalk<>(
                column.column(),
                tools.transactions(),
                new KeyedPages<>(
                        column,
                        new UnreadableQuery(column, census, tools.time().clock()),
                        PageLimits.of(pageSize, List.of())),
                journal::quarantine);
        walk.walk(() -> !journal.isQuarantineFull() && pace.awaitTurn(), journal::saveIfDue);
    }

    private static boolean hasWork(List<Census> censuses) {
        return censuses.stream().anyMatch(census -> census.staleRows() > 0);
    }

    private ColumnCount count(ColumnPlan plan) {
        return counts.computeIfAbsent(plan, any -> new ColumnCount());
    }

    private List<Census> censuses(TablePlan table, UnaryOperator<Census> narrowed) {
        return censuses.of(table.columns()).stream().map(narrowed).toList();
    }
}
