package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Adds up how far a run is, and tells its listener. Not for many threads. */
final class Progress {

    private final ReencryptionListener listener;
    private final LongSupplier nanoTime;
    private long startedAt;
    private long rowsTotal;
    private long rowsOfEarlierColumns;

    /** @param nanoTime as {@link System#nanoTime()} */
    Progress(ReencryptionListener listener, LongSupplier nanoTime) {
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    void start(long rowsTotal) {
        this.rowsTotal = rowsTotal;
        this.startedAt = nanoTime.getAsLong();
    }

    /**
     * @param rows values of this column that are done
     * @param rowsOfColumn all of them as planned; writers may have added some since, which do not count
     */
    void at(SealedColumn column, long rows, long rowsOfColumn) {
        tell(column, rowsOfEarlierColumns + Math.min(rows, rowsOfColumn));
    }

    /** Writers may have moved some values themselves: at its end, a column counts in full. */
    void atEnd(SealedColumn column, long rowsOfColumn) {
        rowsOfEarlierColumns += rowsOfColumn;
        tell(column, rowsOfEarlierColumns);
    }

    private void tell(SealedColumn column, long rowsDone) {
        Duration elapsed = Duration.ofNanos(nanoTime.getAsLong() - startedAt);
        listener.on(new ReencryptionProgress(column, rowsDone, rowsTotal, elapsed));
    }
}
