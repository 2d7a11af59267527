package io.columnseal.cli;

import io.columnseal.reencrypt.ReencryptionRun;
import java.time.Instant;

/** A run that says it is at work and has not been heard of for long: its process may be gone. */
final class QuietRun {

    private QuietRun() {}

    static boolean is(ReencryptionRun run) {
        return run.isQuiet(Instant.now());
    }

    /** What to think of it. */
    static String remedy(ReencryptionRun run) {
        return "run " + run.id() + " was last heard of at " + run.changedAt()
                + ": it counts a large table, or its process has ended; then run it again by --id " + run.id();
    }
}
