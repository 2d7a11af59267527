package io.columnseal.cli;

import io.columnseal.reencrypt.ReencryptionRun;
import io.columnseal.reencrypt.RunStore;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells how far runs are, whichever process they are in. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Tells how far runs are, whichever process they are in, the last one first. Needs no master key. Of one run, ends"
                        + " with 1 if there are values that it could not move, it came to its end and left any behind, or it has not"
                        + " been heard of for minutes.")
final class ReencryptStatus extends Operation {

    private static final int MAX_QUARANTINED = 10_000;

    @Parameters(paramLabel = "RUN", arity = "0..1", description = "only this one")
    private @Nullable String id;

    @Option(names = "--limit", paramLabel = "RUNS", description = "so many at most, ${DEFAULT-VALUE} unless given")
    private int limit = 20;

    @Option(
            names = "--quarantine",
            description = "lists where the values lie that the run could not move, and why; never what they hold")
    private boolean quarantine;

    @Override
    int run(Deployment deployment) {
        RunStore runs = deployment.runs();
        if (quarantine) {
            print(quarantine(runs, requireId()));
            return ExitCode.OK;
        }
        if (limit < 1) {
            throw new WrongArgumentException("--limit", "must be at least 1");
        }
        List<ReencryptionRun> found = id == null ? runs.newest(limit) : List.of(RunWish.find(runs, id));
        print(RunListing.of(found));
        found.stream().filter(QuietRun::is).map(QuietRun::remedy).forEach(this::note);
        if (id == null) {
            return ExitCode.OK;
        }
        OptionalLong counted = found.get(0).rowsRemaining();
        long remaining = counted.orElse(0);
        if (remaining > 0) {
            note("it came to its end and left " + remaining + " values behind: run it again by --id " + id);
        }
        // What stayed at first, and is not there any more, was moved since
        boolean stayed = counted.orElse(1) > 0 && !runs.quarantine(id, 1).isEmpty();
        if (stayed) {
            note("there are values that it could not move: status --quarantine " + id + " lists them");
        }
        return stayed || remaining > 0 || QuietRun.is(found.get(0)) ? ExitCode.FINDINGS : ExitCode.OK;
    }

    private String requireId() {
        if (id == null) {
            throw new WrongArgumentException("--quarantine", "is that of one run: name it");
        }
        return id;
    }

    private static Listing quarantine(RunStore runs, String run) {
        Listing listing = new Listing(5, "table", "column", "row", "key", "reason", "foundAt");
        runs.quarantine(RunWish.find(runs, run).id(), MAX_QUARANTINED)
                .forEach(value -> listing.add(
                        value.table(), value.column(), value.rowKey(), value.key(), value.reason(), value.foundAt()));
        return listing;
    }
}
