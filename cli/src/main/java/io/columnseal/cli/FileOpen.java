package io.columnseal.cli;

import io.columnseal.file.SealedFiles;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Opens a sealed file. */
@Command(
        name = "open",
        mixinStandardHelpOptions = true,
        description =
                "Opens a sealed file; the target appears when all of it was verified. Ends with 5 if it does not open.")
final class FileOpen extends Operation {

    @Mixin
    private FileOptions options = new FileOptions();

    @Override
    int run(Deployment deployment) throws IOException {
        SealedFiles files = deployment.seal().files();
        options.run(files::open);
        return ExitCode.OK;
    }
}
