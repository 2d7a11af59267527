package io.columnseal.cli;

import picocli.CommandLine.Option;

/** What every operation on keys is given for the record. */
final class KeyOptions {

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "why, for the access log, which also names the database user")
    private String reason = "";

    String reason() {
        return reason;
    }
}
