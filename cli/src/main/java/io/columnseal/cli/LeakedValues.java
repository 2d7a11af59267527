package io.columnseal.cli;

import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.cli.SchemasOption.Place;
import java.io.IOException;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;

/** That the values under leaked keys are to be moved, and how. */
final class LeakedValues {

    @ArgGroup(exclusive = false, multiplicity = "1")
    private CatalogueOption catalogue = new CatalogueOption();

    @ArgGroup(exclusive = false)
    private RunOptions options = new RunOptions();

    /** Reads and connects to all that it takes, so that nothing of it fails when keys are marked, and moves nothing. */
    WatchedReencryption prepare(Deployment deployment, String reason, Consumer<String> note) throws IOException {
        ColumnCatalogue columns = catalogue.read();
        new SchemasOption().tellCoverage(columns, note);
        return new WatchedReencryption(
                deployment, new Place(null, deployment.data()), columns.columns(), options, options.id(), reason, 1);
    }
}
