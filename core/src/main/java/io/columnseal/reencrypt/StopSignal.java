package io.columnseal.reencrypt;

import java.util.function.BooleanSupplier;

/** Whether a run is to end, and whether that came before its end. Asked by the run's thread alone. */
final class StopSignal {

    private final BooleanSupplier stopped;
    private boolean obeyed;

    StopSignal(BooleanSupplier stopped) {
        this.stopped = stopped;
    }

    /** Asked before each piece of work, which is left undone if this is true; stays true. */
    boolean obey() {
        obeyed |= stopped.getAsBoolean() || Thread.currentThread().isInterrupted();
        return obeyed;
    }

    /** Whether any work was left undone. */
    boolean obeyed() {
        return obeyed;
    }
}
