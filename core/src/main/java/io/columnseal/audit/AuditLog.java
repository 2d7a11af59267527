package io.columnseal.audit;

import io.columnseal.AuditException;
import io.columnseal.FieldContext;
import io.columnseal.KeyOperationRefusedException;
import io.columnseal.key.AccessLog;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyOperation;
import io.columnseal.key.KeyService;
import io.columnseal.key.LogHead;
import io.columnseal.key.LoggedEntry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The access log, the {@code seal.audit()} of the facade. Every method but {@link #entries} first writes what this instance
 * has yet to tell the log. May throw {@link io.columnseal.KeyStoreException}; safe for use by many threads.
 */
public final class AuditLog {

    private final KeyService keys;

    /** Created by the facade. */
    public AuditLog(KeyService keys) {
        this.keys = keys;
    }

    /**
     * Reads the whole log and compares every entry with its MAC and with the one before it. Takes no lock; entries that are
     * written meanwhile may or may not be looked at.
     *
     * @param seen heads of the log that were kept elsewhere: the log must still hold these entries
     */
    public AuditReport verify(LogHead... seen) {
        keys.flushAccessLog();
        return verification(0, seen).run();
    }

    /** The same for the newest entries only. */
    public AuditReport verifyNewest(int entries) {
        keys.flushAccessLog();
        return verification(Math.max(0, log().lastSequence() - entries), new LogHead[0])
                .run();
    }

    /**
     * The entries behind one, oldest first, unverified: for export, and to bring a sink up to date.
     *
     * @param after the number of the last entry known, 0 for the beginning
     * @param limit how many at most
     */
    public List<LoggedEntry> entries(long after, int limit) {
        return log().read(after, limit);
    }

    /** Writes what this instance has yet to tell the log, as far as the key store takes it now. */
    public void flush() {
        keys.flushAccessLog();
    }

    /**
     * Records that somebody opens a value by hand. Record it before the plaintext is shown, so that none is without a
     * record.
     *
     * @param context what it was sealed for
     * @param key the key by which it opened
     * @param sealed the value as it is stored, by whose digest the log and an approval name it
     * @param actor who asked
     * @param reason why
     * @throws KeyOperationRefusedException if the actor may not; do not show it then
     */
    public void opened(FieldContext context, KeyId key, byte[] sealed, String actor, String reason) {
        keys.records().opened(KeyOperation.OPEN_VALUE, context.tenant(), key, context.name(), sealed, actor, reason);
    }

    /**
     * Records that somebody opens a file by hand. Record it before the plaintext is there, so that none is without a record.
     *
     * @param tenant whose file it is
     * @param name of the context that it was sealed for
     * @param key the key that its header names
     * @param bodyHeader what no other file has, by whose digest the log and an approval name it
     * @param actor who asked
     * @param reason why
     * @throws KeyOperationRefusedException if the actor may not; do not show it then
     */
    public void openedFile(String tenant, String name, KeyId key, byte[] bodyHeader, String actor, String reason) {
        keys.records().opened(KeyOperation.OPEN_FILE, tenant, key, name, bodyHeader, actor, reason);
    }

    /**
     * Verifies the log and writes its older entries to a file, one {@link JsonLine} each, which only this user can read; and
     * records that, by an entry that vouches for them once somebody has removed them. Removes nothing itself: the
     * application should have no right to.
     *
     * @param directory where the file is made; must be there
     * @param before the first entry as late as this stays, and all behind it
     * @param actor who asked, for the record
     * @param reason why, for the record
     * @throws KeyOperationRefusedException if the actor may not; nothing was written
     * @throws AuditException if the log has findings, there is nothing to archive, or the file cannot be written; no entry
     *     vouches for anything then
     */
    public AuditArchive archive(Path directory, Instant before, String actor, String reason) {
        AuditReport report = verify();
        if (!report.isClean()) {
            throw new AuditException(
                    "The access log has " + report.findings().size() + " findings, the first of them: "
                            + report.findings().get(0) + ". Look into them first: what is archived is vouched for",
                    null);
        }
        return keys.records()
                .archive(
                        before,
                        actor,
                        reason,
                        () -> new ArchiveWriter(log(), directory, before).write(report.archived()),
                        archive -> archive.file().getFileName().toString());
    }

    private AuditVerification verification(long after, LogHead... seen) {
        return new AuditVerification(log(), keys.entryAuthenticator(), after, List.of(seen));
    }

    private AccessLog log() {
        return keys.store().accessLog();
    }
}
