package io.columnseal.cli;

import io.columnseal.file.FileContext;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongConsumer;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** From where to where, and for what. */
final class FileOptions {

    @Option(names = "--tenant", required = true, paramLabel = "TENANT", description = "whose file it is")
    private String tenant = "";

    @Option(
            names = "--context",
            required = true,
            paramLabel = "NAME",
            description = "what the file is, such as patient.scan; it opens for the same name only")
    private String context = "";

    @Option(names = "--force", description = "replace the target if it is there")
    private boolean force;

    @Parameters(index = "0", paramLabel = "SOURCE", description = "the file to read")
    private Path source = Path.of("");

    @Parameters(index = "1", paramLabel = "TARGET", description = "the file to write, for its owner only")
    private Path target = Path.of("");

    FileContext context() {
        try {
            return FileContext.of(tenant, context);
        } catch (IllegalArgumentException e) {
            throw new WrongArgumentException("--tenant, --context", String.valueOf(e.getMessage()));
        }
    }

    Path source() {
        return source;
    }

    Path target() throws IOException {
        if (!force && Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString(), null, "it is there; --force replaces it");
        }
        return target;
    }

    /** Seals or opens. */
    @FunctionalInterface
    interface Work {

        void run(FileContext context, Path source, Path target, LongConsumer progress) throws IOException;
    }

    void run(Work work) throws IOException {
        ProgressLine line = ProgressLine.onTerminal(System.console() == null ? null : System.err);
        double bytes = Math.max(1, Files.size(source));
        try {
            work.run(
                    context(),
                    source,
                    target(),
                    done -> line.show(done / bytes, String.format(Locale.ROOT, "%,d MiB", done >> 20)));
        } finally {
            line.end();
        }
    }
}
