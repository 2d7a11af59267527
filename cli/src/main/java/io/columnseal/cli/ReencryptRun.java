package io.columnseal.cli;

import io.columnseal.reencrypt.Reencryption;
import io.columnseal.reencrypt.ReencryptionReport;
import io.columnseal.reencrypt.TimeWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves stored values to the active keys, beside the running application. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Moves stored values to their tenants' active keys, beside the running application. May be paused"
                + " and stopped from elsewhere, killed, and run again at any time.")
final class ReencryptRun extends Operation {

    @Mixin
    private CatalogueOption catalogue = new CatalogueOption();

    @Mixin
    private KeyOptions keyOptions = new KeyOptions();

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(
            names = "--parallelism",
            paramLabel = "THREADS",
            description = "how many seal, and how many connections write, ${DEFAULT-VALUE} unless given")
    private int parallelism = 1;

    @Option(
            names = "--between",
            paramLabel = "FROM-TO",
            converter = TimeWindowConverter.class,
            description =
                    "works at this time of the day only, such as 22:00-06:00, in the time zone of this machine; may be"
                            + " given several times")
    private List<TimeWindow> windows = new ArrayList<>();

    @Option(names = "--no-back-off", description = "does not pause while the database is slow")
    private boolean noBackOff;

    @Override
    int run(Deployment deployment) throws IOException {
        if (parallelism < 1 || parallelism > Reencryption.MAX_PARALLELISM) {
            throw new WrongArgumentException("--parallelism", "must be 1 to " + Reencryption.MAX_PARALLELISM);
        }
        WatchedReencryption reencryption =
                new WatchedReencryption(deployment, catalogue.read(), options, keyOptions.reason(), parallelism);
        reencryption.settings().backOff(!noBackOff);
        windows.forEach(window -> reencryption.settings().onlyBetween(window.from(), window.to()));
        ReencryptionReport report = reencryption.run(this::note);
        Listing listing = new Listing(
                7, "table", "column", "read", "moved", "conflicts", "undecryptable", "remaining", "context");
        report.columns()
                .forEach(column -> listing.add(
                        column.column().table(),
                        column.column().column(),
                        column.rowsRead(),
                        column.reencrypted(),
                        column.conflicts(),
                        column.undecryptableRows(),
                        remaining(column.remaining()),
                        column.column().context()));
        print(listing);
        return report.complete() ? ExitCode.OK : ExitCode.FINDINGS;
    }

    /** Null if nobody has counted. */
    private static @Nullable Long remaining(OptionalLong rows) {
        return rows.isPresent() ? rows.getAsLong() : null;
    }
}
