package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import java.time.Duration;
import java.util.Optional;

/**
 * How far a run has come.
 *
 * @param column the column at work, or one of those of the table at work
 * @param rowsDone stale values of all columns that were dealt with: moved, lost to another writer, or undecryptable
 * @param rowsTotal stale values of all columns when the run began, counted exactly
 * @param elapsed since the run began to move values
 * @param figures what became of the values that this process has dealt with since it began or joined the run; of a rebuild
 *     or a migration, nothing
 * @param retries transactions that this process has repeated, since others had the same rows locked
 * @param quarantined values that are listed in the quarantine of the run
 */
public record ReencryptionProgress(
        SealedColumn column,
        long rowsDone,
        long rowsTotal,
        Duration elapsed,
        RunFigures figures,
        long retries,
        long quarantined) {

    private static final double NANOS_PER_SECOND = 1e9;

    /** Values per second since the run began; 0 before the first page. */
    public double rowsPerSecond() {
        long nanos = elapsed.toNanos();
        return nanos == 0 ? 0 : rowsDone * NANOS_PER_SECOND / nanos;
    }

    /** Share of the values that is done, 0 to 1; 1 if there was nothing to do. */
    public double fraction() {
        return rowsTotal == 0 ? 1 : Math.min(1, (double) rowsDone / rowsTotal);
    }

    /** Time the rest takes at the rate so far; empty before the first page. */
    public Optional<Duration> timeLeft() {
        double rate = rowsPerSecond();
        if (rate == 0) {
            return Optional.empty();
        }
        long rowsLeft = Math.max(0, rowsTotal - rowsDone);
        return Optional.of(Duration.ofMillis(Math.round(rowsLeft / rate * 1000)));
    }
}
