package io.columnseal.cli;

import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.ColumnPlace;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts a column no longer before keys are destroyed. */
@Command(
        name = "forget-column",
        mixinStandardHelpOptions = true,
        description =
                "Forgets a registered column that is in the catalogue no more, since its table was dropped or renamed or"
                        + " nothing in it is needed: values that are left in it are lost when their keys are destroyed.")
final class KeysForgetColumn extends Operation {

    @Option(
            names = "--table",
            required = true,
            paramLabel = "TABLE",
            description = "as keys destroy names it, quoted and qualified as in SQL")
    private String table = "";

    @Option(names = "--column", required = true, paramLabel = "COLUMN", description = "as keys destroy names it")
    private String column = "";

    @Mixin
    private CatalogueOption catalogue = new CatalogueOption();

    @Mixin
    private SchemasOption schemas = new SchemasOption();

    @Mixin
    private KeyOptions options = new KeyOptions();

    @Override
    int run(Deployment deployment) throws IOException {
        ColumnCatalogue columns = catalogue.read();
        schemas.keyDestruction(deployment, columns, new ColumnPlace(table, column))
                .forget(columns.application(), table, column, deployment.actor(), options.reason());
        return ExitCode.OK;
    }
}
