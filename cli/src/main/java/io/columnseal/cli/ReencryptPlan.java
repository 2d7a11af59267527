package io.columnseal.cli;

import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.cli.SchemasOption.Place;
import io.columnseal.reencrypt.Reencryption;
import io.columnseal.reencrypt.ReencryptionPlan;
import io.columnseal.reencrypt.ReencryptionPlan.ColumnForecast;
import io.columnseal.reencrypt.ReencryptionPlan.KeyForecast;
import io.columnseal.reencrypt.Undecryptable;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts what a run would move, and moves nothing. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description =
                "Counts what a run would move, by table, column and key, and how long that takes. Reads headers only and"
                        + " changes nothing. Ends with 1 if there are values that no run can move.")
final class ReencryptPlan extends Operation {

    private static final double MILLIS_PER_SECOND = 1000;

    @Mixin
    private CatalogueOption catalogue = new CatalogueOption();

    @Mixin
    private SchemasOption schemas = new SchemasOption();

    @Option(
            names = "--rows-per-second",
            paramLabel = "ROWS",
            description = "for how long it takes at no more than this")
    private @Nullable Long rowsPerSecond;

    @Override
    int run(Deployment deployment) throws IOException {
        ColumnCatalogue columns = catalogue.read();
        Listing listing = schemas.listing(
                7, "table", "column", "tenant", "key", "rows", "bytes", "outcome", "context", "estimatedSeconds");
        schemas.tellCoverage(columns, this::note);
        boolean movable = true;
        for (Place place : schemas.of(deployment.data())) {
            Reencryption reencryption = deployment.seal().reencryption(place.dataSource(), columns.columns());
            RunOptions.limit(rowsPerSecond, reencryption::rowsPerSecond);
            ReencryptionPlan plan = reencryption.plan();
            plan.columns().forEach(column -> add(listing, place, column, plan.rowsPerSecond()));
            note(place.named(total(plan)));
            movable &= plan.columns().stream()
                    .allMatch(column -> column.undecryptable().isEmpty());
        }
        print(listing);
        return movable ? ExitCode.OK : ExitCode.FINDINGS;
    }

    private static String total(ReencryptionPlan plan) {
        return String.format(
                Locale.ROOT,
                "%,d values of %,d bytes to be moved, %,d of them under compromised keys; about %s, at most %,d calls of"
                        + " the KMS",
                plan.rows(),
                plan.bytes(),
                plan.compromisedRows(),
                RunProgress.text(plan.estimatedTime()),
                plan.kmsCalls());
    }

    private void add(Listing listing, Place place, ColumnForecast forecast, double rowsPerSecond) {
        String table = forecast.column().table();
        String column = forecast.column().column();
        String context = forecast.column().context();
        for (KeyForecast key : forecast.keys()) {
            schemas.add(
                    listing,
                    place,
                    table,
                    column,
                    key.tenant(),
                    key.key(),
                    key.rows(),
                    key.bytes(),
                    key.compromised() ? "MOVED_FIRST" : "MOVED",
                    context,
                    Math.ceil(key.rows() / rowsPerSecond * MILLIS_PER_SECOND) / MILLIS_PER_SECOND);
        }
        for (Undecryptable stays : forecast.undecryptable()) {
            schemas.add(
                    listing,
                    place,
                    table,
                    column,
                    null,
                    stays.key(),
                    stays.rows(),
                    null,
                    stays.reason(),
                    context,
                    null);
        }
    }
}
