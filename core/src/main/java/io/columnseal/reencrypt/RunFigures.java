package io.columnseal.reencrypt;

/**
 * What became of values in a run, or in a part of it.
 *
 * @param rowsRead stale values that were read
 * @param reencrypted values that now are under their tenant's active key
 * @param conflicts values that somebody else changed or deleted after they were read
 * @param undecryptable values that were read and stay as they are
 */
public record RunFigures(long rowsRead, long reencrypted, long conflicts, long undecryptable) {

    /** Nothing yet. */
    public static final RunFigures NONE = new RunFigures(0, 0, 0, 0);

    /** Both together. */
    public RunFigures plus(RunFigures other) {
        return new RunFigures(
                rowsRead + other.rowsRead,
                reencrypted + other.reencrypted,
                conflicts + other.conflicts,
                undecryptable + other.undecryptable);
    }

    /** The same without the values that stay. */
    RunFigures withoutStaying() {
        return new RunFigures(rowsRead - undecryptable, reencrypted, conflicts, 0);
    }

    static RunFigures of(Iterable<ColumnCount> counts) {
        RunFigures figures = NONE;
        for (ColumnCount count : counts) {
            figures = figures.plus(new RunFigures(
                    count.rowsRead(),
                    count.written(),
                    count.conflicts(),
                    count.immovable().rows()));
        }
        return figures;
    }
}
