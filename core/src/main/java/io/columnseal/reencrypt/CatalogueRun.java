package io.columnseal.reencrypt;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One run over a catalogue: counts every column for exact totals, then takes one table after the other, at first only for
 * what lies under compromised keys, and counts every column once more at the end, which may be days later: what was
 * current then need not be so any more. The censuses of a table's columns are taken anew before its walk, unless they are
 * fresh and small, so that memory holds the keys of one table only.
 */
final class CatalogueRun {

    private static final String COMPROMISED = " compromised";

    private final RunTools tools;
    private final int pageSize;
    private final StopSignal stop;
    private final RunPace pace;
    private final RunJournal journal;
    private final Progress progress;
    private final RunShare share;
    private final TableCensuses censuses;
    private final Set<String> begun = new HashSet<>();
    private final Map<ColumnPlan, ColumnCount> counts = new IdentityHashMap<>();
    private final Map<ColumnPlan, ColumnReport> reports = new IdentityHashMap<>();

    CatalogueRun(RunParts parts, RunShare share) {
        this.tools = parts.tools();
        this.pageSize = parts.pageSize();
        this.stop = parts.stop();
        this.pace = parts.pace();
        this.journal = parts.journal();
        this.progress = parts.progress();
        this.share = share;
        this.censuses = new TableCensuses(
                table -> tools.threads().attended(() -> tools.censuses().take(table), pace::attend),
                tools.time().nanoTime());
    }

    /** Reports in the order of the columns. */
    List<ColumnReport> run(List<ColumnSql> columns) {
        List<ColumnPlan> plans = plans(columns);
        long total = plans.stream().mapToLong(ColumnPlan::staleRows).sum();
        share.begin(total);
        progress.start(total);
        List<TablePlan> tables = share.tables(plans);
        do {
            for (TablePlan table : tables) {
                if (table.compromisedRows() > 0) {
                    walk(table, COMPROMISED, Census::urgent);
                }
            }
            tables.forEach(this::run);
        } while (share.awaitOthers());
        boolean counted = false;
        while (!counted && share.takesCount()) {
            countAtEnd(plans);
            counted = share.counted();
        }
        return plans.stream()
                .map(plan -> reports.computeIfAbsent(plan, unwalked -> unwalked.report(count(unwalked))))
                .toList();
    }

    private void run(TablePlan table) {
        Optional<List<Census>> before = walk(table, "", census -> census);
        if (before.isEmpty()) {
            return;
        }
        share.walked(table);
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
        String part = share.part(table, purpose);
        if (stop.obey() || !share.isOpen(part)) {
            return Optional.empty();
        }
        List<Census> before = censuses(table, narrowed);
        if (Census.anyStale(before) && begun.add(part)) {
            beforeNextWalk(table);
        }
        // Those that stay are met again by the walk over all
        UnaryOperator<RunFigures> figures = purpose.isEmpty() ? all -> all : RunFigures::withoutStaying;
        share.walk(part, table, before, (censuses, range) -> walk(table, part, censuses, range, figures), () -> {
            beforeNextWalk(table);
            return censuses(table, narrowed);
        });
        return Optional.of(before);
    }

    private void beforeNextWalk(TablePlan table) {
        table.plans().forEach(plan -> count(plan).beforeNextWalk());
    }

    private RunShare.Walked walk(
            TablePlan table, String part, List<Census> censuses, KeyBounds range, UnaryOperator<RunFigures> figures) {
        Walk walk = table.hasKey()
                ? new TableRun(new TableSql(table.columns()), censuses, tools, pageSize).within(range)
                : new ColumnRun(table.columns().get(0), censuses.get(0), tools, pageSize);
        long earlier =
                table.plans().stream().mapToLong(plan -> count(plan).rowsRead()).sum();
        RunFigures before = RunFigures.of(counts.values());
        progress.figures(() -> new Progress.Figures(
                before.plus(RunFigures.of(walk.counts())), tools.transactions().repeated(), journal.quarantined()));
        boolean finished = walk.walk(pace, (rowsRead, at, stayed) -> {
            progress.at(table, table.named(), earlier + rowsRead, table.staleRows());
            share.reached(part, at, figures.apply(RunFigures.of(walk.counts())), stayed);
        });
        for (int i = 0; i < table.plans().size(); i++) {
            count(table.plans().get(i)).add(walk.counts().get(i));
        }
        return new RunShare.Walked(finished, figures.apply(RunFigures.of(walk.counts())));
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

    private ColumnCount count(ColumnPlan plan) {
        return counts.computeIfAbsent(plan, any -> new ColumnCount());
    }

    private List<Census> censuses(TablePlan table, UnaryOperator<Census> narrowed) {
        return censuses.of(table.columns()).stream().map(narrowed).toList();
    }
}
