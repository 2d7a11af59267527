package io.columnseal.cli;

import io.columnseal.reencrypt.ReencryptionRun;
import io.columnseal.reencrypt.ReencryptionRun.State;
import java.util.Collection;

/** Runs as they are listed everywhere. */
final class RunListing {

    private static final int PERCENT = 100;

    private RunListing() {}

    static Listing of(Collection<ReencryptionRun> runs) {
        Listing listing = new Listing(
                8,
                "run",
                "state",
                "asked",
                "percent",
                "rowsDone",
                "rowsTotal",
                "remaining",
                "changedAt",
                "startedAt",
                "actor",
                "reason");
        runs.forEach(run -> listing.add(
                run.id(),
                run.state(),
                run.wish(),
                percent(run),
                run.rowsDone(),
                run.rowsTotal(),
                run.rowsRemaining().isPresent() ? run.rowsRemaining().getAsLong() : null,
                run.changedAt(),
                run.startedAt(),
                run.actor(),
                run.reason()));
        return listing;
    }

    private static long percent(ReencryptionRun run) {
        if (run.state() == State.FINISHED) {
            return PERCENT;
        }
        return run.rowsTotal() == 0 ? 0 : Math.min(PERCENT, run.rowsDone() * PERCENT / run.rowsTotal());
    }
}
