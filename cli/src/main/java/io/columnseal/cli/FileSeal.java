package io.columnseal.cli;

import io.columnseal.file.SealedFiles;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Seals a file. */
@Command(
        name = "seal",
        mixinStandardHelpOptions = true,
        description = "Seals a file under its tenant's active FILE key.")
final class FileSeal extends Operation {

    @Mixin
    private FileOptions options = new FileOptions();

    @Override
    int run(Deployment deployment) throws IOException {
        options.run(deployment.seal().files(), SealedFiles::seal);
        return ExitCode.OK;
    }
}
