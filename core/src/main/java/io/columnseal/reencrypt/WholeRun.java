package io.columnseal.reencrypt;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A run by one process, which goes on where it was. Not for many threads. */
final class WholeRun implements RunShare {

    private final RunJournal journal;
    private final Progress progress;
    private final StopSignal stop;

    WholeRun(RunParts parts) {
        this.journal = parts.journal();
        this.progress = parts.progress();
        this.stop = parts.stop();
    }

    @Override
    public void begin(long staleRows) {
        journal.total(staleRows);
    }

    @Override
    public List<TablePlan> tables(List<ColumnPlan> plans) {
        return TablePlan.of(plans.stream().filter(plan -> plan.staleRows() > 0).toList());
    }

    @Override
    public String part(TablePlan table, String purpose) {
        return table.named().table() + "." + table.named().column() + purpose;
    }

    @Override
    public boolean isOpen(String part) {
        return true;
    }

    @Override
    public void walk(
            String part, TablePlan table, List<Census> censuses, RangeWalk walk, Supplier<List<Census>> recount) {
        Optional<Object[]> position = table.hasKey()
                ? journal.position(part, table.named().keyColumns().size())
                : Optional.empty();
        boolean finished = walk(part, censuses, new KeyBounds(position.orElse(null), null), walk);
        if (finished && position.isPresent()) {
            // What lies before the position it was only told of
            walk(part, recount.get(), KeyBounds.ALL, walk);
        }
    }

    private boolean walk(String part, List<Census> censuses, KeyBounds range, RangeWalk walk) {
        // Another run, or writers, may have left nothing since the plan
        if (!Census.anyStale(censuses)) {
            return true;
        }
        boolean finished = walk.over(censuses, range).finished();
        if (finished) {
            journal.finished(part);
        }
        return finished;
    }

    @Override
    public void reached(String part, Object @Nullable [] position, RunFigures figures, List<QuarantinedValue> stayed) {
        journal.at(part, position, progress.rowsDone(), stayed);
    }

    @Override
    public void walked(TablePlan table) {
        if (!stop.obeyed()) {
            progress.atEnd(table, table.named(), table.staleRows());
        }
    }

    @Override
    public boolean awaitOthers() {
        return false;
    }

    @Override
    public boolean takesCount() {
        return true;
    }

    @Override
    public boolean counted() {
        return true;
    }
}
