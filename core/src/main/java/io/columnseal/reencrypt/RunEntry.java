package io.columnseal.reencrypt;

import io.columnseal.key.AccessLog;
import io.columnseal.key.LogOperation;
import java.time.Instant;

/** The entry of the access log that says what came of a run. */
final class RunEntry {

    private static final int MAX_REASON = 600;

    private RunEntry() {}

    static AccessLog.Entry of(ReencryptionReport report, RunJournal.Signature signature, Instant time) {
        String reason = signature.reason();
        String why = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
        String result = why + ": run " + report.run() + " moved " + report.reencrypted() + " of " + report.rowsRead()
                + " values in " + report.took().toSeconds() + " s, " + report.conflicts() + " conflicts, "
                + report.retries() + " retries, " + report.undecryptableRows() + " undecryptable, "
                + report.remaining() + " remaining" + (report.stopped() ? ", stopped" : "");
        var entry = AccessLog.Entry.of(LogOperation.REENCRYPT, time, signature.actor())
                .reason(result);
        return (report.complete() ? entry : entry.failed(report.stopped() ? "Stopped" : "ValuesRemain")).build();
    }
}
