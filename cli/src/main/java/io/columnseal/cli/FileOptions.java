package io.columnseal.cli;

import io.columnseal.file.FileContext;
import io.columnseal.file.SealedFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** From where to where, and for what. */
final class FileOptions {

    @Mixin
    private FileFor whose = new FileFor();

    @Option(names = "--force", description = "replace the target if it is there")
    private boolean force;

    @Parameters(index = "0", paramLabel = "SOURCE", description = "the file to read")
    private Path source = Path.of("");

    @Parameters(index = "1", paramLabel = "TARGET", description = "the file to write, for its owner only")
    private Path target = Path.of("");

    FileContext context() {
        return whose.context();
    }

    /** Seals or opens. */
    @FunctionalInterface
    interface Work {

        void run(SealedFiles files, FileContext context, Path source, Path target, LongConsumer progress)
                throws IOException;
    }

    void run(SealedFiles files, Work work) throws IOException {
        ProgressLine line = ProgressLine.onTerminal(Terminal.console() == null ? null : System.err);
        double bytes = Math.max(1, Files.size(source));
        try {
            work.run(
                    force ? files : files.neverReplacing(),
                    context(),
                    source,
                    target,
                    done -> line.show(done / bytes, String.format(Locale.ROOT, "%,d MiB", done >> 20)));
        } catch (FileAlreadyExistsException e) {
            throw new FileAlreadyExistsException(target.toString(), null, "it is there; --force replaces it");
        } finally {
            line.end();
        }
    }
}
