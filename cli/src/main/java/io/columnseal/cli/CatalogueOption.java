package io.columnseal.cli;

import io.columnseal.catalogue.CatalogueJson;
import io.columnseal.catalogue.ColumnCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The columns of the application, as it exported them. */
final class CatalogueOption {

    @Option(
            names = "--catalogue",
            required = true,
            paramLabel = "FILE",
            description = "the application's sealed columns, as it exports them in JSON")
    private Path file = Path.of("");

    ColumnCatalogue read() throws IOException {
        return CatalogueJson.read(Files.readString(file));
    }
}
