package io.columnseal.cli;

import io.columnseal.ReencryptionException;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.cli.SchemasOption.Place;
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
        description = "Moves stored values to their tenants' active keys, beside the running application. May be paused"
                + " and stopped from elsewhere, killed, and run again at any time.")
final class ReencryptRun extends Operation {

    @Mixin
    private CatalogueOption catalogue = new CatalogueOption();

    @Mixin
    private SchemasOption schemas = new SchemasOption();

    @Mixin
    private KeyOptions keyOptions = new KeyOptions();

    @Mixin
    private RunOptions options = new RunOptions();

    @Mixin
    private PaceOptions pace = new PaceOptions();

    @Option(names = "--no-back-off", description = "does not pause while the database is slow")
    private boolean noBackOff;

    @Override
    int run(Deployment deployment) throws IOException {
        ColumnCatalogue columns = catalogue.read();
        String reason = keyOptions.reason();
        String id = options.id();
        Listing listing = schemas.listing(
                7, "table", "column", "read", "moved", "conflicts", "undecryptable", "remaining", "context");
        schemas.tellCoverage(columns, this::note);
        boolean complete = true;
        for (Place place : schemas.of(pace.data(deployment))) {
            ReencryptionReport report = run(deployment, place, columns, reason, id);
            if (report == null) {
                complete = false;
                continue;
            }
            add(listing, place, report);
            complete &= report.complete();
            if (report.stopped()) {
                break;
            }
        }
        print(listing);
        return complete ? ExitCode.OK : ExitCode.FINDINGS;
    }

    /** Null where the schema's database refused, which stops no other schema's. */
    private @Nullable ReencryptionReport run(
            Deployment deployment, Place place, ColumnCatalogue columns, String reason, String id) {
        WatchedReencryption reencryption =
                new WatchedReencryption(deployment, place, columns.columns(), options, id, reason, pace.parallelism());
        reencryption.settings().backOff(!noBackOff);
        pace.windows().forEach(window -> reencryption.settings().onlyBetween(window.from(), window.to()));
        try {
            return reencryption.run(this::note);
        } catch (ReencryptionException e) {
            if (place.schema() == null) {
                throw e;
            }
            note(place.named(String.valueOf(e.getMessage())));
            return null;
        }
    }

    private void add(Listing listing, Place place, ReencryptionReport report) {
        report.columns()
                .forEach(column -> schemas.add(
                        listing,
                        place,
                        column.column().table(),
                        column.column().column(),
                        column.rowsRead(),
                        column.reencrypted(),
                        column.conflicts(),
                        column.undecryptableRows(),
                        remaining(column.remaining()),
                        column.column().context()));
    }

    /** Null if nobody has counted. */
    private static @Nullable Long remaining(OptionalLong rows) {
        return rows.isPresent() ? rows.getAsLong() : null;
    }
}
