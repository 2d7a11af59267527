package io.columnseal.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a restore is tried or done: nothing is written without a reason for the record. */
final class RestoreWay {

    @Option(names = "--dry-run", required = true, description = "tells what would be done, and writes nothing")
    private boolean dryRun;

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "does it; why, for the access log, which also names the database user")
    private @Nullable String reason;

    boolean isDryRun() {
        return dryRun;
    }

    /** @throws WrongArgumentException if the access log could not hold it */
    String reason() {
        return KeyOptions.requireRecordable(String.valueOf(reason));
    }
}
