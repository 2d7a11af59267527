package io.columnseal.key;

import io.columnseal.KeyUnusableException;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;

/**
 * Takes keys back that wait for their erasure when a value asks for one: somebody still has values under it, whatever was
 * counted. The value opens, and listeners are alerted.
 */
final class RevivingKeySource implements KeySource {

    private static final String REASON = "a value sealed under it was to be opened";

    private final KeySource source;
    private final StateChanges changes;
    private final DataKeyStore store;

    RevivingKeySource(KeySource source, StateChanges changes, DataKeyStore store) {
        this.source = source;
        this.changes = changes;
        this.store = store;
    }

    @Override
    public FoundKey active(String tenant, KeyUsage usage, SealListener events) {
        return source.active(tenant, usage, events);
    }

    @Override
    public CountedSeals reserveSeals(KeyIdentity key, long seals) {
        return source.reserveSeals(key, seals);
    }

    @Override
    public void returnSeals(KeyId key, CountedSeals unused) {
        source.returnSeals(key, unused);
    }

    @Override
    public FoundKey byId(KeyId id, SealListener events) {
        try {
            return source.byId(id, events);
        } catch (KeyUnusableException e) {
            if (e.state() != KeyState.DESTROY_PENDING || !revived(id, events)) {
                throw e;
            }
            return source.byId(id, events);
        }
    }

    /**
     * Values of blind indexes are not opened: who asks for an INDEX key that ended holds an old active one. Nor does a row
     * come back that only somebody's edit says was to be destroyed: it is for a backup to put right.
     */
    private boolean revived(KeyId id, SealListener events) {
        DataKeyRow before = changes.find(id);
        if (before.identity().usage() == KeyUsage.INDEX || !changes.isAuthentic(before)) {
            return false;
        }
        KeyState back =
                store.notes().find(id, KeyNote.Kind.COMPROMISED).isPresent() ? KeyState.COMPROMISED : KeyState.RETIRED;
        Deed deed = new Deed(KeyOperation.CANCEL_DESTROY, AccessLog.SYSTEM_ACTOR, REASON);
        DataKeyRow after =
                changes.change(id, deed, row -> row.state() == KeyState.DESTROY_PENDING ? back : row.state());
        events.on(new SealEvent.DestructionCancelled(id, after.identity().tenant()));
        store.notes().remove(id, KeyNote.Kind.WAITING);
        return after.state().opens();
    }
}
