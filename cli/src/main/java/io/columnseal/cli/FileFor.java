package io.columnseal.cli;

import io.columnseal.file.FileContext;
import picocli.CommandLine.Option;

/** Whose file it is, and what. */
final class FileFor {

    @Option(names = "--tenant", required = true, paramLabel = "TENANT", description = "whose file it is")
    private String tenant = "";

    @Option(
            names = "--context",
            required = true,
            paramLabel = "NAME",
            description = "what the file is, such as patient.scan; it opens for the same name only")
    private String context = "";

    FileContext context() {
        try {
            return FileContext.of(tenant, context);
        } catch (IllegalArgumentException e) {
            throw new WrongArgumentException("--tenant, --context", String.valueOf(e.getMessage()));
        }
    }
}
