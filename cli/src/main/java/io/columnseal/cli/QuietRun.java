package io.columnseal.cli;

import io.columnseal.reencrypt.ReencryptionRun;
import io.columnseal.reencrypt.ReencryptionRun.State;
import java.time.Duration;
import java.time.Instant;

/** A run that says it is at work and has not been heard of for long: its process may be gone. */
final class QuietRun {

    /** A run at work is heard of every second, but for a large table that it counts. */
    private static final Duration QUIET = Duration.ofMinutes(5);

    private QuietRun() {}

    static boolean is(ReencryptionRun run) {
        return run.state() == State.RUNNING
                && run.changedAt().isBefore(Instant.now().minus(QUIET));
    }

    /** What to think of it. */
    static String remedy(ReencryptionRun run) {
        return "run " + run.id() + " was last heard of at " + run.changedAt()
                + ": it counts a large table, or its process has ended; then run it again by --id " + run.id();
    }
}
