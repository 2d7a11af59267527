package io.columnseal.reencrypt;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One run over a catalogue: counts every column for exact totals, then takes one column after the other. A column's
 * census is taken anew before its walk, which may be hours later, so that memory holds the keys of one column only.
 */
final class CatalogueRun {

    private final ValueMover mover;
    private final RetriedTransactions transactions;
    private final CensusTaker censuses;
    private final int pageSize;
    private final StopSignal stop;
    private final Progress progress;

    CatalogueRun(
            ValueMover mover,
            RetriedTransactions transactions,
            CensusTaker censuses,
            int pageSize,
            StopSignal stop,
            Progress progress) {
        this.mover = mover;
        this.transactions = transactions;
        this.censuses = censuses;
        this.pageSize = pageSize;
        this.stop = stop;
        this.progress = progress;
    }

    /** Reports in the order of the columns. */
    List<ColumnReport> run(List<ColumnSql> columns) {
        List<ColumnPlan> plans = new ArrayList<>();
        for (ColumnSql column : columns) {
            plans.add(stop.obey() ? ColumnPlan.unknown(column) : ColumnPlan.of(column, censuses.take(column)));
        }
        progress.start(plans.stream().mapToLong(ColumnPlan::staleRows).sum());
        return plans.stream().map(this::run).toList();
    }

    private ColumnReport run(ColumnPlan plan) {
        if (plan.counted() && plan.staleRows() == 0) {
            return plan.reportNothingToDo();
        }
        if (stop.obey()) {
            return plan.reportNotBegun();
        }
        ColumnSql column = plan.sql();
        ColumnRun run = new ColumnRun(column, censuses.take(column), mover, transactions, pageSize);
        boolean finished = run.walk(stop, rows -> progress.at(column.column(), rows, plan.staleRows()));
        if (!finished) {
            return run.report(OptionalLong.empty());
        }
        progress.atEnd(column.column(), plan.staleRows());
        return run.report(OptionalLong.of(censuses.take(column).remaining()));
    }
}
