package io.columnseal.key;

import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyStoreRefusedException;
import io.columnseal.catalogue.RegisteredColumn;
import io.columnseal.key.RestoreReport.Outcome;
import io.columnseal.kms.Kms;
import io.columnseal.kms.RecoveryPrivateKey;
import io.columnseal.kms.WrappedKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Brings the keys of a backup into a key table: an empty one, one that lost rows, or one in use. The SYSTEM key of the
 * backup is proven by the KEK, or the recovery key, before anything is believed, and must be that of the table. Everything
 * that a restore writes to the table of keys is one transaction. No API for applications; safe for use by many threads.
 */
public final class KeyRestore {

    /** Every lost round means that another node changed a key. */
    private static final int ROUNDS = 10;

    private final DataKeyStore store;
    private final SystemKeyProof proof;
    private final Clock clock;
    private final Recording recording;
    private final Function<KeyAccess, Deed> admission;
    private final Consumer<KeyId> eviction;

    /** Opens what is written to the access log. */
    @FunctionalInterface
    interface Recording {
        <T> T with(DataKeyRow system, byte[] systemKey, Function<DataKeyStore, T> work);
    }

    /**
     * @param proof of a backup's SYSTEM key
     * @param recording gives the store whose access log is linked
     * @param eviction takes a key that was written out of memory
     */
    KeyRestore(
            DataKeyStore store,
            SystemKeyProof proof,
            Clock clock,
            Recording recording,
            Function<KeyAccess, Deed> admission,
            Consumer<KeyId> eviction) {
        this.store = store;
        this.proof = proof;
        this.clock = clock;
        this.recording = recording;
        this.admission = admission;
        this.eviction = eviction;
    }

    /** A restore by itself, where no application may start for want of its keys. Whoever has the KEK may do it. */
    public static KeyRestore alone(Environment environment, DataKeyStore store, Kms kms, Clock clock) {
        KeyUnwrapper unwrapper = new KeyUnwrapper(KmsRouting.common(kms), new KekUses(entry -> {}, clock), environment);
        return alone(store, new SystemKeyProof(environment, unwrapper, SystemKeyPin.NONE), clock);
    }

    /** The same where the KEK is lost as well. */
    public static KeyRestore alone(Environment environment, DataKeyStore store, RecoveryPrivateKey key, Clock clock) {
        return alone(store, new SystemKeyProof(environment, new RecoveryOpener(key), SystemKeyPin.NONE), clock);
    }

    private static KeyRestore alone(DataKeyStore store, SystemKeyProof proof, Clock clock) {
        return new KeyRestore(
                store,
                proof,
                clock,
                new Recording() {
                    @Override
                    public <T> T with(DataKeyRow system, byte[] systemKey, Function<DataKeyStore, T> work) {
                        return recorded(store, clock, AuditMac.of(system.identity(), systemKey), work);
                    }
                },
                access -> new Deed(access.operation(), access.actor(), access.reason()),
                id -> {});
    }

    /**
     * This restore, of backups with this SYSTEM key only.
     *
     * @param systemKeyPin as {@code columnseal.system-key-pin} has it
     * @throws ConfigurationException if it is no pin
     */
    public KeyRestore withSystemKeyPin(String systemKeyPin) {
        return new KeyRestore(
                store, proof.pinned(SystemKeyPin.parse(systemKeyPin)), clock, recording, admission, eviction);
    }

    private static <T> T recorded(DataKeyStore store, Clock clock, AuditMac mac, Function<DataKeyStore, T> work) {
        AuditChain chain = new AuditChain();
        chain.open(mac);
        try (AuditTrail trail =
                new AuditTrail(store, chain, new AuditSettings(AuditSettings.thisProcess(), entry -> {}), clock)) {
            return work.apply(new ChainedKeyStore(store, trail));
        } finally {
            chain.close();
        }
    }

    /**
     * The key that a backup is sealed under.
     *
     * @param system the row of the SYSTEM key, as it stands in the backup; proven here
     * @return 32 bytes that the caller wipes
     * @throws KeyRejectedException if it is not such a row, is not the pinned one, or belongs to another environment
     * @throws ConfigurationException if a pin is needed and none is known
     */
    public byte[] backupKey(DataKeyRow system, byte[] salt) {
        byte[] systemKey = proof.open(system);
        try {
            return KeyDerivation.backupKey(systemKey, salt);
        } finally {
            Arrays.fill(systemKey, (byte) 0);
        }
    }

    /**
     * What a restore would do; nothing is written.
     *
     * @param resurrected as in {@link RestoreOrder}
     */
    public RestoreReport plan(KeySnapshot snapshot, Set<KeyId> resurrected) {
        Deed deed = new Deed(KeyOperation.RESTORE, AccessLog.SYSTEM_ACTOR, "dry run");
        return proven(snapshot, proven -> {
            KeyMerge.Plan plan = plan(store, snapshot, proven, deed, resurrected);
            return new RestoreReport(plan.changes(), missing(snapshot.columns()).size(), plan.malformed());
        });
    }

    /**
     * Restores. Stopped anywhere, it is simply run again.
     *
     * @throws KeyRejectedException if the SYSTEM key is not proven, or the table has another; nothing was written
     * @throws io.columnseal.KeyOperationRefusedException if the actor may not; nothing was written
     */
    public RestoreReport restore(KeySnapshot snapshot, RestoreOrder order) {
        return proven(snapshot, proven -> {
            String subject = order.subject(snapshot.takenAt());
            Deed deed = admission.apply(
                    new KeyAccess(KeyOperation.RESTORE, order.actor(), order.reason(), null, null, subject));
            return recording.with(
                    proven.system(), proven.systemKey(), linked -> restore(linked, snapshot, order, proven, deed));
        });
    }

    private RestoreReport restore(
            DataKeyStore linked, KeySnapshot snapshot, RestoreOrder order, Proven proven, Deed deed) {
        List<RegisteredColumn> columns = missing(snapshot.columns());
        // First: beside them, no application starts with a table that has no keys yet
        store.columns().register(columns);
        for (int round = 0; round < ROUNDS; round++) {
            long revision = store.revision();
            KeyMerge.Plan plan = plan(linked, snapshot, proven, deed, order.resurrected());
            // Before the rows: no key comes back less guarded than it was
            notes(snapshot, plan).forEach(note -> store.notes().put(note));
            if (linked.restore(plan.rows(), entries(snapshot, plan, order.backup(), deed), AccessLogChain.NONE)) {
                plan.rows().forEach(this::requireStored);
                plan.rows().forEach(row -> eviction.accept(row.row().identity().id()));
                return new RestoreReport(plan.changes(), columns.size(), plan.malformed());
            }
            if (store.revision() == revision) {
                throw new KeyStoreRefusedException(
                        "take the keys of the backup, though no key has changed meanwhile: a row was edited, so that it"
                                + " holds the place of another one. Look for rows whose active_slot does not fit their"
                                + " state, then restore again",
                        null);
            }
        }
        throw new KeyStoreRefusedException(
                "take the keys of the backup: it changes all the time. Restore when less happens", null);
    }

    private KeyMerge.Plan plan(
            DataKeyStore table, KeySnapshot snapshot, Proven proven, Deed deed, Set<KeyId> resurrected) {
        List<DataKeyRow> rows = new ArrayList<>();
        List<MalformedKeyRow> malformed = new ArrayList<>();
        table.forEach(rows::add, malformed::add);
        KeyFates fates = KeyFates.of(table.accessLog(), proven.entries());
        return new KeyMerge(proven.rows(), deed, now(), fates, resurrected).plan(rows, malformed, snapshot);
    }

    private List<RegisteredColumn> missing(Collection<RegisteredColumn> columns) {
        List<RegisteredColumn> registered = store.columns().findAll();
        return columns.stream()
                .map(column -> registered.stream()
                        .filter(column::isSameAttributeAs)
                        .findFirst()
                        .map(known -> known.alsoIn(column.places()))
                        .orElse(column))
                .filter(column -> !registered.contains(column))
                .toList();
    }

    /** Those of keys that come back; a key that was leaked is so when it is resumed. */
    private List<KeyNote> notes(KeySnapshot snapshot, KeyMerge.Plan plan) {
        Set<KeyId> brought = new HashSet<>();
        List<KeyNote> notes = new ArrayList<>();
        plan.changes().stream().filter(change -> change.outcome().brings()).forEach(change -> {
            KeyId id = change.key().id();
            brought.add(id);
            if (plan.leaked().contains(id)) {
                notes.add(new KeyNote(id, KeyNote.Kind.COMPROMISED, now(), ""));
            }
        });
        snapshot.notes().stream().filter(note -> brought.contains(note.key())).forEach(notes::add);
        return notes.stream()
                .filter(note -> store.notes().find(note.key(), note.kind()).isEmpty())
                .toList();
    }

    private List<AccessLog.Entry> entries(KeySnapshot snapshot, KeyMerge.Plan plan, String backup, Deed deed) {
        List<AccessLog.Entry> entries = new ArrayList<>();
        entries.add(entry(backup, deed)
                .context("taken " + snapshot.takenAt() + " at entry "
                        + snapshot.logHead().sequence())
                .build());
        Map<KeyId, Outcome> outcomes = plan.changes().stream()
                .collect(Collectors.toMap(change -> change.key().id(), RestoreReport.Change::outcome));
        for (RestoredRow restored : plan.rows()) {
            DataKeyRow row = restored.row();
            EntryBuilder entry = entry(backup, deed)
                    .key(row.identity())
                    .context(String.valueOf(outcomes.get(row.identity().id())));
            WrappedKey wrapped = row.wrappedKey();
            entries.add((wrapped == null ? entry : entry.kek(wrapped.kekId())).build());
        }
        return entries;
    }

    private EntryBuilder entry(String backup, Deed deed) {
        return AccessLog.Entry.of(deed.operation().name(), now(), deed.actor())
                .reason(deed.reason())
                .backup(backup);
    }

    /** A store that does not keep what it is given must not be relied on. */
    private void requireStored(RestoredRow written) {
        DataKeyRow row = written.row();
        Optional<DataKeyRow> stored = store.find(row.identity().id());
        boolean kept = stored.isPresent()
                && (stored.get().revision() > row.revision()
                        || stored.get().withSealCount(row.sealCount()).equals(row));
        if (!kept) {
            throw new KeyStoreRefusedException(
                    "keep data key " + row.identity().id() + " as it was restored: it came back altered or not at all",
                    null);
        }
    }

    /** The SYSTEM key of a backup, and what tells genuine rows and log entries by it. */
    private record Proven(DataKeyRow system, byte[] systemKey, StateMac rows, AuditMac entries) {}

    private <T> T proven(KeySnapshot snapshot, Function<Proven, T> work) {
        store.verify();
        DataKeyRow system = snapshot.systemKey()
                .orElseThrow(() -> new KeyStoreRefusedException(
                        "take keys from this backup: it has no active SYSTEM key, which authenticates them", null));
        byte[] systemKey = proof.open(system);
        StateMac rows = StateMac.of(systemKey);
        AuditMac entries = AuditMac.of(system.identity(), systemKey);
        try {
            requireSameSystemKey(system.identity().id());
            return work.apply(new Proven(system, systemKey, rows, entries));
        } finally {
            rows.wipe();
            entries.wipe();
            Arrays.fill(systemKey, (byte) 0);
        }
    }

    /**
     * Keys that another SYSTEM key authenticates would open values, seal none, and alert for ever. Its row may be malformed:
     * then it is among those that come back.
     */
    private void requireSameSystemKey(KeyId id) {
        activeSystemKey().filter(other -> !other.equals(id)).ifPresent(other -> {
            throw new KeyRejectedException(
                    other,
                    "it is the SYSTEM key of this key table, and the backup has another one, " + id
                            + ". If an application was started on the empty table and made it, move these tables"
                            + " aside, create empty ones, and restore into those",
                    null);
        });
    }

    /** By the slot, which a mass edit of states leaves where it is. */
    private Optional<KeyId> activeSystemKey() {
        List<MalformedKeyRow> edited = new ArrayList<>();
        store.findAll(SystemKey.TENANT, KeyUsage.SYSTEM, edited::add);
        return edited.stream()
                .filter(MalformedKeyRow::active)
                .findFirst()
                .map(row -> row.keyId().orElseThrow(row::rejection))
                .or(() -> store.findActive(SystemKey.TENANT, KeyUsage.SYSTEM)
                        .map(row -> row.identity().id()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
