package io.columnseal.key;

import io.columnseal.KeyUnusableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the lives of keys: those whose waiting is over, and all of a tenant that is to be forgotten. */
final class Erasure {

    private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);

    /** Nobody makes first keys of a tenant without end. */
    private static final int ROUNDS = 10;

    private final DataKeyStore store;
    private final StateChanges changes;
    private final DestructionSettings settings;
    private final ClockCheck clocks;
    private final KeyRing ring;

    Erasure(DataKeyStore store, StateChanges changes, DestructionSettings settings, ClockCheck clocks, KeyRing ring) {
        this.store = store;
        this.changes = changes;
        this.settings = settings;
        this.clocks = clocks;
        this.ring = ring;
    }

    /**
     * Erases every key that has waited long enough.
     *
     * @param admission asked after the clock: an approval is not used up by one that is wrong
     */
    List<DataKeyRow> eraseDue(Supplier<Deed> admission) {
        clocks.require();
        Deed deed = admission.get();
        List<DataKeyRow> erased = new ArrayList<>();
        store.forEach(
                row -> {
                    if (isDue(row)) {
                        DataKeyRow now = changes.change(
                                row.identity().id(), deed, again -> isDue(again) ? KeyState.DESTROYED : again.state());
                        if (now.state() == KeyState.DESTROYED) {
                            erased.add(now);
                        }
                    }
                },
                row -> LOG.warn(
                        "Whether a key is to be erased is not known: {}",
                        row.rejection().getMessage()));
        return erased;
    }

    /** Remembers how long a key waits that is about to: others erase it no sooner, whatever their settings. */
    void noteWait(KeyId id) {
        Instant until = changes.now().plus(settings.longest());
        if (waitsUntil(id).filter(noted -> !noted.isBefore(until)).isEmpty()) {
            store.notes().put(new KeyNote(id, KeyNote.Kind.WAITING, until, ""));
        }
    }

    private Optional<Instant> waitsUntil(KeyId id) {
        return store.notes().find(id, KeyNote.Kind.WAITING).map(KeyNote::at);
    }

    /** When a key that waits will be erased. */
    Instant dueAt(DataKeyRow waiting) {
        Instant byOwnSettings = waiting.changedAt().plus(settings.longest());
        return waitsUntil(waiting.identity().id())
                .filter(byOwnSettings::isBefore)
                .orElse(byOwnSettings);
    }

    /** Who edits a row could have any key erased, or one before its time. */
    private boolean isDue(DataKeyRow row) {
        return row.state() == KeyState.DESTROY_PENDING
                && !changes.now().isBefore(dueAt(row))
                && changes.isAuthentic(row);
    }

    /** Takes a key back that waits for its erasure. */
    DataKeyRow cancel(KeyId id, Deed deed) {
        DataKeyRow back = changes.change(id, deed, this::cancelled);
        ring.evict(id);
        // Whoever has it wait again says how long
        store.notes().remove(id, KeyNote.Kind.WAITING);
        return back;
    }

    private KeyState cancelled(DataKeyRow row) {
        if (row.state().opens()) {
            return row.state();
        }
        if (row.state() != KeyState.DESTROY_PENDING) {
            throw new KeyUnusableException(
                    row.identity().id(), row.state(), "only a key that waits for its erasure can be taken back");
        }
        return store.notes().find(row.identity().id(), KeyNote.Kind.COMPROMISED).isPresent()
                ? KeyState.COMPROMISED
                : KeyState.RETIRED;
    }

    /** Erases all keys of a tenant at once. */
    List<DataKeyRow> shred(String tenant, Deed deed) {
        TenantKeys keys = new TenantKeys(store, tenant);
        List<DataKeyRow> shredded = changes.change(keys::read, deed, row -> KeyState.DESTROYED);
        // A first key of another usage may have been made meanwhile, which conflicts with nothing
        for (int round = 1; round < ROUNDS && isAnyLeft(keys); round++) {
            shredded = changes.change(keys::read, deed, row -> KeyState.DESTROYED);
        }
        ring.evict(tenant);
        keys.requireNoneLeftOut(". All other keys of its tenant are erased; shred it again then");
        return shredded;
    }

    private static boolean isAnyLeft(TenantKeys keys) {
        return keys.read().stream().anyMatch(row -> row.state() != KeyState.DESTROYED);
    }
}
