package io.columnseal.reencrypt;

import io.columnseal.key.AccessLog;
import io.columnseal.key.LogOperation;
import java.time.Instant;

/** The entry of the access log that says what came of a run. */
final class RunEntry {

    private static final int MAX_REASON = 600;

    private RunEntry() {}

    /** @param figures of all nodes */
    static AccessLog.Entry of(
            ReencryptionReport report, RunFigures figures, RunJournal.Signature signature, Instant time) {
        String why = shortened(signature.reason());
        String result = why + ": run " + report.run() + " moved " + figures.reencrypted() + " of " + figures.rowsRead()
                + " values in " + report.took().toSeconds() + " s, " + figures.conflicts() + " conflicts, "
                + report.retries() + " retries, " + figures.undecryptable() + " undecryptable, "
                + remaining(report) + (report.stopped() ? ", stopped" : "");
        var entry = AccessLog.Entry.of(LogOperation.REENCRYPT, time, signature.actor())
                .reason(result);
        return (report.complete() ? entry : entry.failed(report.stopped() ? "Stopped" : "ValuesRemain")).build();
    }

    private static String remaining(ReencryptionReport report) {
        long uncounted = report.columns().stream()
                .filter(column -> column.remaining().isEmpty())
                .count();
        if (uncounted == 0) {
            return report.remaining() + " remaining";
        }
        return uncounted == report.columns().size()
                ? "remaining not counted"
                : report.remaining() + " remaining, " + uncounted + " columns not counted";
    }

    /** The log takes no half of a character. */
    static String shortened(String reason) {
        if (reason.length() <= MAX_REASON) {
            return reason;
        }
        int end = Character.isHighSurrogate(reason.charAt(MAX_REASON - 1)) ? MAX_REASON - 1 : MAX_REASON;
        return reason.substring(0, end);
    }
}
