package io.columnseal.cli;

import io.columnseal.ColumnSeal;
import io.columnseal.file.FileContext;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Opens a sealed file, which the access log records. */
@Command(
        name = "open",
        mixinStandardHelpOptions = true,
        description =
                "Opens a sealed file; the target appears when all of it was verified and that is in the access log. Ends with 5"
                        + " if it does not open.")
final class FileOpen extends Operation {

    @Mixin
    private FileOptions options = new FileOptions();

    @Mixin
    private KeyOptions keyOptions = new KeyOptions();

    @Override
    int run(Deployment deployment) throws IOException {
        String reason = keyOptions.reason();
        ColumnSeal seal = deployment.seal();
        FileContext context = options.context();
        options.run(
                seal.files(),
                (files, sealedFor, source, target, progress) -> files.open(
                        sealedFor,
                        source,
                        target,
                        progress,
                        file -> seal.audit()
                                .openedFile(
                                        String.valueOf(context.tenant()),
                                        context.name(),
                                        file.key(),
                                        file.bodyHeader(),
                                        deployment.actor(),
                                        reason)));
        return ExitCode.OK;
    }
}
