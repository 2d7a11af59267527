package io.columnseal.cli;

import io.columnseal.file.FileHeader;
import io.columnseal.file.SealedFiles;
import io.columnseal.key.DataKeyRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells what stands readable in sealed files, and of their keys. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description =
                "Tells context and key of sealed files: two keys, either of which opens the file, where a re-encryption was"
                        + " interrupted. Needs no master key and verifies nothing.")
final class FileInspect extends Operation {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "sealed files")
    private List<Path> files = List.of();

    @Override
    int run(Deployment deployment) throws IOException {
        Listing listing = new Listing(6, "file", "context", "key", "state", "tenant", "version", "suite");
        for (Path file : files) {
            for (FileHeader header : SealedFiles.headers(file)) {
                Optional<DataKeyRow> key = deployment.keyStore().find(header.key());
                listing.add(
                        file,
                        header.name(),
                        header.key(),
                        key.map(row -> row.state().name()).orElse("UNKNOWN"),
                        key.map(row -> row.identity().tenant()).orElse(null),
                        key.map(row -> row.identity().version()).orElse(null),
                        header.suite());
            }
        }
        print(listing);
        return ExitCode.OK;
    }
}
