package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Adds up how far a run is, and tells its listener. Not for many threads. */
final class Progress {

    private final ReencryptionListener listener;
    private final LongSupplier nanoTime;
    private final Map<Object, Long> done = new IdentityHashMap<>();
    private Supplier<Figures> figures = () -> Figures.NONE;
    private long startedAt;
    private long rowsTotal;
    private long rowsElsewhere;

    /** @param nanoTime as {@link System#nanoTime()} */
    Progress(ReencryptionListener listener, LongSupplier nanoTime) {
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    /** Where to learn what else there is to tell. */
    void figures(Supplier<Figures> source) {
        figures = source;
    }

    void start(long rowsTotal) {
        this.rowsTotal = rowsTotal;
        this.startedAt = nanoTime.getAsLong();
    }

    /**
     * @param part what is walked, by its identity
     * @param column the column at work, or one of those at work
     * @param rows values of the part that are done
     * @param rowsPlanned all of them as planned; writers may have added some since, which do not count
     */
    void at(Object part, SealedColumn column, long rows, long rowsPlanned) {
        done.put(part, Math.min(rows, rowsPlanned));
        Duration elapsed = Duration.ofNanos(nanoTime.getAsLong() - startedAt);
        Figures now = figures.get();
        listener.on(new ReencryptionProgress(
                column, rowsDone(), rowsTotal, elapsed, now.values(), now.retries(), now.quarantined()));
    }

    /** Writers may have moved some values themselves: at its end, a walk counts in full. */
    void atEnd(Object part, SealedColumn column, long rowsPlanned) {
        at(part, column, rowsPlanned, rowsPlanned);
    }

    /** So many values of the total have other nodes done since the start. */
    void elsewhere(long rows) {
        rowsElsewhere = rows;
    }

    /** Values of all columns that are done, on whichever node. */
    long rowsDone() {
        long here = done.values().stream().mapToLong(Long::longValue).sum();
        return rowsElsewhere == 0 ? here : Math.min(rowsTotal, here + rowsElsewhere);
    }

    /** What is told besides, of this process. */
    record Figures(RunFigures values, long retries, long quarantined) {

        static final Figures NONE = new Figures(RunFigures.NONE, 0, 0);
    }
}
