package io.columnseal.key;

import io.columnseal.ConfigurationException;
import io.columnseal.KeyRejectedException;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What backups are made of. Created by the facade; no API for applications. Safe for use by many threads and nodes.
 */
public final class KeySnapshots {

    private static final Logger LOG = LoggerFactory.getLogger(KeySnapshots.class);

    private final SystemKey systemKey;
    private final OperationGate gate;
    private final KekUses log;
    private final SnapshotReader reader;

    /** @param log records at once */
    KeySnapshots(SystemKey systemKey, OperationGate gate, KekUses log, SnapshotReader reader) {
        this.systemKey = systemKey;
        this.gate = gate;
        this.log = log;
        this.reader = reader;
    }

    /** Whose keys they are of. */
    public String environment() {
        return reader.environment();
    }

    /**
     * Has a backup written, and records whether that succeeded.
     *
     * @param name of the backup
     * @param subject what an approval of it names; null if it is any backup
     * @param writing writes the snapshot
     * @throws io.columnseal.KeyOperationRefusedException if the actor may not; nothing was written
     * @throws KeyRejectedException if the row of the SYSTEM key was edited or is gone: nothing could be restored from it
     */
    public <T> T backUp(
            String name, @Nullable String subject, String actor, String reason, Function<KeySnapshot, T> writing) {
        StateMac mac = systemKey.stateMac();
        Deed deed = gate.admit(new KeyAccess(KeyOperation.BACKUP, actor, reason, null, null, subject));
        try {
            KeySnapshot snapshot = reader.read();
            DataKeyRow system = snapshot.systemKey().orElseThrow(KeySnapshots::lost);
            mac.requireVerified(system);
            T written = writing.apply(snapshot);
            log.record(entry(name, deed).kek(snapshot.kekId()).context(editedRows(snapshot, mac)));
            return written;
        } catch (RuntimeException e) {
            GatedRecords.recordFailed(entry(name, deed), e, log);
            throw e;
        }
    }

    /**
     * Records that backups are removed, before they are.
     *
     * @param subject what an approval of it names
     * @throws io.columnseal.KeyOperationRefusedException if the actor may not
     */
    public void recordRemoval(Collection<String> names, String subject, String actor, String reason) {
        Deed deed = gate.admit(new KeyAccess(KeyOperation.BACKUP, actor, reason, null, null, subject));
        names.forEach(name -> log.record(log.entry(LogOperation.BACKUP_REMOVED, deed.actor())
                .reason(deed.reason())
                .backup(name)));
    }

    /** They are backed up as they are, since nothing may be left out, and come back as what they are: to open only. */
    private static @Nullable String editedRows(KeySnapshot snapshot, StateMac mac) {
        long edited = snapshot.rows().stream()
                .filter(row -> !mac.verifies(row))
                // What a first start left behind is signed by itself
                .filter(row -> row.identity().usage() != KeyUsage.SYSTEM || row.state() != KeyState.PENDING)
                .count();
        if (edited == 0) {
            return null;
        }
        LOG.warn(
                "{} rows of the key table were edited, and are so in its backup. Restore them from an earlier one",
                edited);
        return edited + " rows were edited";
    }

    private EntryBuilder entry(String name, Deed deed) {
        return log.entry(deed.operation().name(), deed.actor())
                .reason(deed.reason())
                .backup(name);
    }

    private static ConfigurationException lost() {
        return new ConfigurationException(
                "columnseal.key-store",
                "the key table has no active SYSTEM key, so that nothing could be restored from a backup of it. Restore an"
                        + " earlier backup");
    }
}
