package io.columnseal.reencrypt;

import java.util.function.BooleanSupplier;

/** Whether a run is to end, and whether that came before its end. Safe for use by many threads. */
final class StopSignal {

    private final BooleanSupplier stopped;
    private volatile boolean obeyed;

    StopSignal(BooleanSupplier stopped) {
        this.stopped = stopped;
    }

    /** Asked before each piece of work, which is left undone if this is true; stays true. */
    boolean obey() {
        if (stopped.getAsBoolean() || Thread.currentThread().isInterrupted()) {
            obeyed = true;
        }
        return obeyed;
    }

    /** Whether any work was left undone. */
    boolean obeyed() {
        return obeyed;
    }
}
