package io.columnseal.key;

import io.columnseal.KeyRejectedException;
import io.columnseal.KeyUnusableException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Switches keys off and on again. A suspended key comes back as what it was: the newest one of its tenant and usage was
 * the active one, since nothing replaces a key that is not; of the others, a note tells those that were COMPROMISED. Newer
 * ones that are destroyed were so with their whole tenant, of which this one came back from a backup.
 */
final class Suspension {

    /** Nobody makes first keys of a tenant without end. */
    private static final int ROUNDS = 10;

    private final DataKeyStore store;
    private final StateChanges changes;
    private final KeyRing ring;

    Suspension(DataKeyStore store, StateChanges changes, KeyRing ring) {
        this.store = store;
        this.changes = changes;
        this.ring = ring;
    }

    /** @throws KeyUnusableException if it is waiting for its destruction, destroyed, or never came to life */
    DataKeyRow suspend(KeyId id, Deed deed) {
        requireNoSystemKey(changes.find(id));
        DataKeyRow suspended = changes.change(id, deed, row -> suspended(row, "it cannot be suspended"));
        ring.evict(id);
        return suspended;
    }

    /** All keys of a tenant that open values; the others stay what they are. */
    List<DataKeyRow> suspend(String tenant, Deed deed) {
        TenantKeys keys = new TenantKeys(store, tenant);
        List<DataKeyRow> suspended = suspendAll(keys, deed);
        // A first key of another usage may have become active meanwhile, which conflicts with nothing
        for (int round = 1; round < ROUNDS && isAnyOpen(keys); round++) {
            suspended = suspendAll(keys, deed);
        }
        ring.evict(tenant);
        keys.requireNoneLeftOut(". All other keys of its tenant are suspended; suspend it again then");
        return only(suspended, KeyState.SUSPENDED);
    }

    private List<DataKeyRow> suspendAll(TenantKeys keys, Deed deed) {
        return changes.change(keys::read, deed, row -> row.state().opens() ? suspended(row, "") : row.state());
    }

    private static boolean isAnyOpen(TenantKeys keys) {
        return keys.read().stream().anyMatch(row -> row.state().opens());
    }

    /** @throws KeyUnusableException if it is neither suspended nor in use */
    DataKeyRow resume(KeyId id, Deed deed) {
        requireNoSystemKey(changes.find(id));
        DataKeyRow resumed = changes.change(id, deed, this::resumed);
        ring.evict(id);
        return resumed;
    }

    /** All suspended keys of a tenant. */
    List<DataKeyRow> resume(String tenant, Deed deed) {
        TenantKeys keys = new TenantKeys(store, tenant);
        List<DataKeyRow> before = only(keys.read(), KeyState.SUSPENDED);
        List<DataKeyRow> after =
                changes.change(keys::read, deed, row -> row.state() == KeyState.SUSPENDED ? resumed(row) : row.state());
        ring.evict(tenant);
        keys.requireNoneLeftOut(". All other keys of its tenant are resumed");
        return after.stream()
                .filter(row -> before.stream().anyMatch(was -> was.identity().equals(row.identity())))
                .toList();
    }

    private KeyState suspended(DataKeyRow row, String problem) {
        if (row.state() == KeyState.COMPROMISED) {
            // First: whatever fails from here on, it does not come back as a key that nobody worries about
            store.notes().put(new KeyNote(row.identity().id(), KeyNote.Kind.COMPROMISED, changes.now(), row.reason()));
        }
        if (row.state() != KeyState.SUSPENDED && !row.state().opens()) {
            throw new KeyUnusableException(row.identity().id(), row.state(), problem);
        }
        return KeyState.SUSPENDED;
    }

    private KeyState resumed(DataKeyRow row) {
        KeyId id = row.identity().id();
        if (row.state().opens()) {
            return row.state();
        }
        if (row.state() != KeyState.SUSPENDED) {
            throw new KeyUnusableException(id, row.state(), "only a suspended key can be resumed");
        }
        if (store.notes().find(id, KeyNote.Kind.COMPROMISED).isPresent()) {
            return KeyState.COMPROMISED;
        }
        return isNewest(row) ? KeyState.ACTIVE : KeyState.RETIRED;
    }

    private boolean isNewest(DataKeyRow row) {
        KeyIdentity identity = row.identity();
        List<MalformedKeyRow> malformed = new ArrayList<>();
        Stream<DataKeyRow> used = store.findAll(identity.tenant(), identity.usage(), malformed::add).stream()
                .filter(other -> other.state() != KeyState.PENDING && other.state() != KeyState.DESTROYED);
        return used.allMatch(other -> other.identity().version() <= identity.version())
                && malformed.stream().allMatch(other -> other.version() < identity.version());
    }

    private static List<DataKeyRow> only(List<DataKeyRow> rows, KeyState state) {
        return rows.stream().filter(row -> row.state() == state).toList();
    }

    private static void requireNoSystemKey(DataKeyRow row) {
        if (row.identity().usage() == KeyUsage.SYSTEM) {
            throw new KeyRejectedException(
                    row.identity().id(), "it is the SYSTEM key, which authenticates all others", null);
        }
    }
}
