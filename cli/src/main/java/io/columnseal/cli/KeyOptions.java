package io.columnseal.cli;

import io.columnseal.key.AccessLog;
import io.columnseal.key.LogOperation;
import java.time.Instant;
import picocli.CommandLine.Option;

/** What every operation on keys and stored values is given for the record. */
final class KeyOptions {

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            description = "why, for the access log, which also names the database user")
    private String reason = "";

    /** @throws WrongArgumentException if the access log could not hold it */
    String reason() {
        return requireRecordable(reason);
    }

    /** The same for a reason that came otherwise. */
    static String requireRecordable(String reason) {
        try {
            AccessLog.Entry.of(LogOperation.REENCRYPT, Instant.EPOCH, AccessLog.SYSTEM_ACTOR)
                    .reason(reason)
                    .build();
            return reason;
        } catch (IllegalArgumentException e) {
            throw new WrongArgumentException("--reason", String.valueOf(e.getMessage()));
        }
    }
}
