package io.columnseal.cli;

import io.columnseal.ConfigurationException;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.reencrypt.Reencryption;
import io.columnseal.reencrypt.ReencryptionReport;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves stored values to the active keys, beside the running application. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description =
                "Moves stored values to their tenants' active keys, beside the running application. May be stopped"
                        + " and run again at any time.")
final class ReencryptRun extends Operation {

    @Mixin
    private CatalogueOption catalogue = new CatalogueOption();

    @Mixin
    private KeyOptions options = new KeyOptions();

    @Option(
            names = "--page-size",
            paramLabel = "ROWS",
            description = "rows of a transaction, ${DEFAULT-VALUE} unless given")
    private int pageSize = Reencryption.DEFAULT_PAGE_SIZE;

    @Override
    int run(Deployment deployment) throws IOException {
        if (pageSize < 1 || pageSize > Reencryption.MAX_PAGE_SIZE) {
            throw new ConfigurationException("--page-size", "must be 1 to " + Reencryption.MAX_PAGE_SIZE);
        }
        ColumnCatalogue columns = catalogue.read();
        ProgressLine progress = ProgressLine.onTerminal(System.console() == null ? null : System.err);
        ReencryptionReport report;
        try {
            report = deployment
                    .seal()
                    .reencryption(deployment.data(), columns.columns())
                    .by(deployment.actor(), options.reason())
                    .pageSize(pageSize)
                    .listener(step ->
                            progress.show(step.fraction(), step.rowsDone() + " of " + step.rowsTotal() + " values"))
                    .run();
        } finally {
            progress.end();
        }
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
        report.columns()
                .forEach(column -> column.undecryptable()
                        .forEach(group -> note(
                                column.column().table() + "." + column.column().column() + ": " + group)));
        return report.complete() ? ExitCode.OK : ExitCode.FINDINGS;
    }

    /** Null if nobody has counted. */
    private static @Nullable Long remaining(OptionalLong rows) {
        return rows.isPresent() ? rows.getAsLong() : null;
    }
}
