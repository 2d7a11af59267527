package io.columnseal.reencrypt;

import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a rebuild did.
 *
 * @param columns one report per index column of the catalogue, in its order
 * @param rotations what became of each rotation of an INDEX key that had not ended; empty unless the run was asked to
 *     {@linkplain IndexRebuild#finishRotations finish} them
 * @param failures rotations that could not end since a row of their keys was edited, lost or suspended; to be put right by
 *     somebody
 * @param stopped whether the run was stopped before it came to its end
 * @param took from the first query to the last
 */
public record IndexRebuildReport(
        List<IndexColumnReport> columns,
        List<IndexRotationReport> rotations,
        List<IndexRotationFailure> failures,
        boolean stopped,
        Duration took) {

    public IndexRebuildReport {
        columns = List.copyOf(columns);
        rotations = List.copyOf(rotations);
        failures = List.copyOf(failures);
    }

    public long rowsRead() {
        return sum(IndexColumnReport::rowsRead);
    }

    public long written() {
        return sum(IndexColumnReport::written);
    }

    public long conflicts() {
        return sum(IndexColumnReport::conflicts);
    }

    public long undecryptableRows() {
        return sum(IndexColumnReport::undecryptableRows);
    }

    /** Rows without an index value as new ones are made, in the columns that were counted after the run. */
    public long remaining() {
        return sum(column -> column.remaining().orElse(0));
    }

    /**
     * Whether every row is found by its indexes, and every index value is made with the key that new ones are made with.
     * No row may have been left alone. Says nothing of rotations.
     */
    public boolean complete() {
        return columns.stream().allMatch(IndexColumnReport::complete);
    }

    private long sum(ToLongFunction<IndexColumnReport> figure) {
        return columns.stream().mapToLong(figure).sum();
    }
}
