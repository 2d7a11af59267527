package io.columnseal.key;

import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What somebody does by hand that leaves nothing but its entry in the access log: the gate is asked before it. Created by the
 * facade; no API for applications. Safe for use by many threads.
 */
public final class GatedRecords {

    private final OperationGate gate;
    private final KekUses log;

    /** @param log writes at once, or fails */
    GatedRecords(OperationGate gate, KekUses log) {
        this.gate = gate;
        this.log = log;
    }

    /**
     * Records an archive, which vouches for the absence of what is in it, or that there is none.
     *
     * @param before the time of the first entry that is not archived
     * @param writing writes the archive
     * @param name of its file
     * @throws io.columnseal.KeyOperationRefusedException if the actor may not; nothing was written
     */
    public <T> T archive(Instant before, String actor, String reason, Supplier<T> writing, Function<T, String> name) {
        Deed deed = gate.admit(
                new KeyAccess(KeyOperation.ARCHIVE_LOG, actor, reason, null, null, "entries before " + before));
        T archive;
        try {
            archive = writing.get();
        } catch (RuntimeException e) {
            recordFailed(entry(deed), e, log);
            throw e;
        }
        log.record(entry(deed).backup(name.apply(archive)));
        return archive;
    }

    /** The log may be away for the same reason: what failed first is what is to be told. */
    static void recordFailed(EntryBuilder entry, RuntimeException error, KekUses log) {
        try {
            log.record(entry.failed(error));
        } catch (RuntimeException e) {
            error.addSuppressed(e);
        }
    }

    /**
     * Records that somebody is shown what was sealed.
     *
     * @param operation {@link KeyOperation#OPEN_VALUE} or {@link KeyOperation#OPEN_FILE}
     * @param context the name that it was sealed for
     * @param sealed what no other value or file has
     * @throws io.columnseal.KeyOperationRefusedException if the actor may not
     */
    public void opened(
            KeyOperation operation,
            @Nullable String tenant,
            KeyId key,
            String context,
            byte[] sealed,
            String actor,
            String reason) {
        String subject = Subject.sealed(context, sealed);
        Deed deed = gate.admit(new KeyAccess(operation, actor, reason, tenant, key, subject));
        log.record(entry(deed).key(key).tenant(tenant).context(Subject.recorded("", subject)));
    }

    private EntryBuilder entry(Deed deed) {
        return log.entry(deed.operation().name(), deed.actor()).reason(deed.reason());
    }
}
