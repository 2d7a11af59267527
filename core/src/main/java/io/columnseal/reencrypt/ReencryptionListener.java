package io.columnseal.reencrypt;

/** Told how a run advances, after every page, on the run's own thread. What it throws ends the run. */
@FunctionalInterface
public interface ReencryptionListener {

    void on(ReencryptionProgress progress);
}
