package io.columnseal.cli;

import io.columnseal.ConfigurationException;
import io.columnseal.catalogue.CatalogueJson;
import io.columnseal.catalogue.ColumnCatalogue;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
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

    /** @throws ConfigurationException if the file holds no catalogue */
    ColumnCatalogue read() throws IOException {
        try {
            return CatalogueJson.read(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new ConfigurationException("--catalogue", "the file " + file + " is no text in UTF-8");
        }
    }
}
