package io.columnseal.reencrypt;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * What a run did.
 *
 * @param run id of the run
 * @param columns one report per column of the catalogue, in its order
 * @param retries transactions that were repeated, since others had the same rows locked
 * @param quarantined values that could not be moved and are listed in the {@linkplain RunStore#quarantine quarantine},
 *     also those that the run met before it was killed or stopped
 * @param stopped whether the run was stopped before it came to its end
 * @param took from the first query to the last
 */
public record ReencryptionReport(
        String run, List<ColumnReport> columns, long retries, long quarantined, boolean stopped, Duration took) {

    public ReencryptionReport {
        columns = List.copyOf(columns);
    }

    public long rowsRead() {
        return sum(ColumnReport::rowsRead);
    }

    public long reencrypted() {
        return sum(ColumnReport::reencrypted);
    }

    public long conflicts() {
        return sum(ColumnReport::conflicts);
    }

    public long undecryptableRows() {
        return sum(ColumnReport::undecryptableRows);
    }

    /** Values not under their tenant's active key, in the columns that were counted after the run. */
    public long remaining() {
        return sum(column -> column.remaining().orElse(0));
    }

    /** Whether every value of every column is now under its tenant's active key. */
    public boolean complete() {
        return columns.stream().allMatch(column -> column.remaining().equals(OptionalLong.of(0)));
    }

    /** {@link #remaining()}, if all columns were counted. */
    OptionalLong counted() {
        return columns.stream().allMatch(column -> column.remaining().isPresent())
                ? OptionalLong.of(remaining())
                : OptionalLong.empty();
    }

    RunFigures figures() {
        return new RunFigures(rowsRead(), reencrypted(), conflicts(), undecryptableRows());
    }

    private long sum(ToLongFunction<ColumnReport> figure) {
        return columns.stream().mapToLong(figure).sum();
    }
}
