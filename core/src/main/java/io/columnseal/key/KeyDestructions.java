package io.columnseal.key;

import io.columnseal.KeyRejectedException;
import io.columnseal.KeyUnusableException;
import io.columnseal.catalogue.ColumnPlace;
import io.columnseal.internal.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a run that destroys keys asks of the key tables, and tells them. Created by the facade; no API for applications.
 * Safe for use by many threads.
 */
public final class KeyDestructions {

    private final DataKeyStore store;
    private final StateChanges changes;
    private final OperationGate gate;
    private final Convergence convergence;
    private final Erasure erasure;
    private final ClockCheck clocks;
    private final KeyRing ring;
    private final KekUses log;

    KeyDestructions(
            DataKeyStore store,
            StateChanges changes,
            OperationGate gate,
            Convergence convergence,
            Erasure erasure,
            ClockCheck clocks,
            KeyRing ring,
            KekUses log) {
        this.store = store;
        this.changes = changes;
        this.gate = gate;
        this.convergence = convergence;
        this.erasure = erasure;
        this.clocks = clocks;
        this.ring = ring;
        this.log = log;
    }

    /**
     * What times of counts are compared with.
     *
     * @throws io.columnseal.ConfigurationException if the clock of this process or that of the key database is wrong
     */
    public Instant now() {
        clocks.require();
        return changes.now();
    }

    /**
     * A key, as far as it can be destroyed.
     *
     * @throws KeyUnusableException if it is neither retired nor compromised: what may still seal, or comes back as what it
     *     was, is not destroyed
     * @throws KeyRejectedException if its row was edited, or it is no key of values
     */
    public KeyInfo require(KeyId id) {
        DataKeyRow row = changes.find(id);
        requireDestroyable(row);
        return row.info();
    }

    /** Whether values were sealed under it that are in no catalogue. */
    public boolean isUsedOutside(KeyId id) {
        return store.find(id)
                        .filter(row -> row.identity().usage() != KeyUsage.FIELD)
                        .isPresent()
                || store.notes().find(id, KeyNote.Kind.OUTSIDE).isPresent();
    }

    /** How far two counts must be apart. */
    public Duration apart(Duration longestTransaction) {
        return convergence.staleness().plus(longestTransaction).plus(ClockCheck.MARGIN);
    }

    /**
     * A first count.
     *
     * @param began when
     * @param apart how far from it the second one must be, by what was known of the nodes then: one that was silent may be heard
     *     of again by the second, and still commit what it sealed meanwhile
     */
    public record FirstCount(Instant began, Duration apart) {}

    /** The first count that found nothing under the key, in just these columns. */
    public Optional<FirstCount> firstCount(KeyId id, String columns) {
        String begin = digest(columns) + ' ';
        return store.notes()
                .find(id, KeyNote.Kind.UNUSED)
                .filter(note -> note.detail().matches(begin + "\\d{1,9}"))
                .map(note -> new FirstCount(
                        note.at(),
                        Duration.ofSeconds(Long.parseLong(note.detail().substring(begin.length())))));
    }

    /** Nothing is under the key in these columns. */
    public void noteUnused(KeyId id, FirstCount count, String columns) {
        long seconds = count.apart().plusNanos(999_999_999).toSeconds();
        store.notes().put(new KeyNote(id, KeyNote.Kind.UNUSED, count.began(), digest(columns) + ' ' + seconds));
    }

    /** Something is under the key, or may be. */
    public void noteUsed(KeyId id) {
        store.notes().remove(id, KeyNote.Kind.UNUSED);
    }

    /** When a key that waits will be erased. */
    public Instant erasedAfter(KeyId id) {
        return erasure.dueAt(changes.find(id));
    }

    /**
     * Has a key wait for its erasure.
     *
     * @param forced whether what cannot be counted is given up
     */
    public KeyInfo destroy(KeyId id, boolean forced, String actor, String reason) {
        KeyOperation operation = forced ? KeyOperation.FORCE_DESTROY : KeyOperation.DESTROY;
        // Counting may have taken long; its wait begins by this clock
        clocks.require();
        Deed deed = gate.admit(new KeyAccess(operation, actor, reason, null, id));
        // Should it be taken back, it is to be counted twice again; before it waits, since this process may end in
        // between
        noteUsed(id);
        DataKeyRow waiting = changes.change(id, deed, row -> {
            if (row.state() == KeyState.DESTROY_PENDING) {
                return row.state();
            }
            requireDestroyable(row);
            if (row.state() == KeyState.COMPROMISED) {
                store.notes().put(new KeyNote(id, KeyNote.Kind.COMPROMISED, changes.now(), ""));
            }
            erasure.noteWait(id);
            return KeyState.DESTROY_PENDING;
        });
        ring.evict(id);
        return waiting.info();
    }

    /** Whether a key of this id was ever made. */
    public boolean isKnown(KeyId id) {
        return store.find(id).isPresent();
    }

    /**
     * Forgets a column that is registered, on the record.
     *
     * @throws io.columnseal.KeyStoreException if the access log does not take it; nothing is forgotten then
     */
    public void forget(String application, ColumnPlace place, String actor, String reason) {
        String column = application + ": " + place;
        Deed deed = gate.admit(new KeyAccess(KeyOperation.FORGET_COLUMN, actor, reason, null, null, column));
        // First, and not later: what is forgotten without a record, nobody misses
        store.accessLog()
                .append(log.entry(deed.operation().name(), deed.actor())
                        .context(column)
                        .reason(deed.reason())
                        .build());
        store.columns().forget(application, place);
    }

    private static String digest(String columns) {
        return HexFormat.of().formatHex(Sha256.digest(columns.getBytes(StandardCharsets.UTF_8)));
    }

    private void requireDestroyable(DataKeyRow row) {
        KeyId id = row.identity().id();
        KeyUsage usage = row.identity().usage();
        if (usage != KeyUsage.FIELD && usage != KeyUsage.FILE) {
            throw new KeyRejectedException(
                    id,
                    "it is "
                            + (usage == KeyUsage.INDEX
                                    ? "an INDEX key, which ends with its rotation"
                                    : "the SYSTEM key"),
                    null);
        }
        if (row.state() != KeyState.RETIRED && row.state() != KeyState.COMPROMISED) {
            throw new KeyUnusableException(
                    id, row.state(), "only a retired or compromised key can be destroyed; rotate or resume it first");
        }
        changes.requireAuthentic(row);
    }
}
