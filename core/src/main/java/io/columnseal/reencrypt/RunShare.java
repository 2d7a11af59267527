package io.columnseal.reencrypt;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one process does of a run: all of it, or what other nodes leave to it. Not for many threads. */
interface RunShare {

    /** So many values are to be moved, as counted at the beginning. */
    void begin(long staleRows);

    /** The tables to go through. */
    List<TablePlan> tables(List<ColumnPlan> plans);

    /**
     * Names a walk over a table.
     *
     * @param purpose what sets it apart from others over the same table
     */
    String part(TablePlan table, String purpose);

    /** Whether there may be anything to walk over; asked before the values are counted anew for it. */
    boolean isOpen(String part);

    /**
     * Walks over what is this process's.
     *
     * @param censuses taken just now, one for each column
     * @param recount takes them anew
     */
    void walk(String part, TablePlan table, List<Census> censuses, RangeWalk walk, Supplier<List<Census>> recount);

    /** A page is done. Arguments as {@link PageListener} has them, and what became of the range's values so far. */
    void reached(String part, Object @Nullable [] position, RunFigures figures, List<QuarantinedValue> stayed);

    /** After each walk over a table. */
    void walked(TablePlan table);

    /** Waits a moment for other processes; false if nothing is left to wait for, or the run is to stop. */
    boolean awaitOthers();

    /** Whether this process counts at the end; waits until somebody has. */
    boolean takesCount();

    /**
     * What was to be counted is counted, or the run is to stop.
     *
     * @return false if that has become another process's task meanwhile
     */
    boolean counted();

    /** Walks over a range of a table. */
    @FunctionalInterface
    interface RangeWalk {

        Walked over(List<Census> censuses, KeyBounds range);
    }

    /**
     * What came of a walk.
     *
     * @param finished whether it came to the end of its range
     */
    record Walked(boolean finished, RunFigures figures) {}
}
