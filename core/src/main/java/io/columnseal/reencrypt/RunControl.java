package io.columnseal.reencrypt;

import io.columnseal.reencrypt.ReencryptionRun.Wish;

/** Pauses and stops a run of this process, from any thread. {@link RunStore#ask} does so from any node. */
public final class RunControl {

    private volatile Wish wish = Wish.RUN;

    RunControl() {}

    /** Has the run wait before its next page. Pages that are under way are written. */
    public void pause() {
        wish = Wish.PAUSE;
    }

    /** Has a run go on that was paused. */
    public void resume() {
        wish = Wish.RUN;
    }

    /** Ends the run before its next page; run again, it goes on where it was. */
    public void stop() {
        wish = Wish.STOP;
    }

    Wish wish() {
        return wish;
    }
}
