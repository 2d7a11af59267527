package io.columnseal.key;

import io.columnseal.KeyNotFoundException;
import io.columnseal.SealListener;
import io.columnseal.key.StateChanges.Deed;
import java.time.Duration;
import java.util.List;

/** The {@link Keys} of the key tables. */
final class StoredKeys implements Keys {

    private final DataKeyStore store;
    private final KeyFactory factory;
    private final StoredKeySource source;
    private final SealListener listener;
    private final Rotations rotations;
    private final Compromise compromise;
    private final Suspension suspension;

    StoredKeys(
            DataKeyStore store,
            KeyFactory factory,
            StoredKeySource source,
            Rotations rotations,
            Compromise compromise,
            Suspension suspension,
            SealListener listener) {
        this.store = store;
        this.factory = factory;
        this.source = source;
        this.rotations = rotations;
        this.compromise = compromise;
        this.suspension = suspension;
        this.listener = listener;
    }

    @Override
    public KeyInfo initialize(String tenant, String actor) {
        StoredText.requireActor(actor);
        DataKeyRow active = factory.activeOrFirst(tenant, KeyUsage.FIELD, actor, "initialized", listener);
        return source.authentic(active, listener).info();
    }

    @Override
    public KeyInfo rotate(String tenant, String actor, String reason) {
        require(actor, reason);
        return rotations.rotate(tenant, actor, reason).info();
    }

    @Override
    public KeyInfo rotateIfDue(String tenant, int expectedVersion, String actor, String reason) {
        require(actor, reason);
        return rotations.rotateIf(tenant, expectedVersion, actor, reason).info();
    }

    @Override
    public KeyRotationReport rotateAll(String actor, String reason) {
        require(actor, reason);
        return rotations.rotateAll(null, actor, reason);
    }

    @Override
    public List<KeyInfo> needsRotation(Duration maxAge) {
        return rotations.due(maxAge);
    }

    @Override
    public KeyInfo rotateIndex(String tenant, String actor, String reason) {
        require(actor, reason);
        return rotations.rotateIndex(tenant, actor, reason).info();
    }

    @Override
    public KeyInfo markCompromised(KeyId id, String actor, String reason) {
        return compromise.mark(id, deed(KeyOperation.COMPROMISE, actor, reason)).info();
    }

    @Override
    public KeyInfo suspend(KeyId id, String actor, String reason) {
        return suspension.suspend(id, deed(KeyOperation.SUSPEND, actor, reason)).info();
    }

    @Override
    public List<KeyInfo> suspend(String tenant, String actor, String reason) {
        return infos(suspension.suspend(tenant, deed(KeyOperation.SUSPEND, actor, reason)));
    }

    @Override
    public KeyInfo resume(KeyId id, String actor, String reason) {
        return suspension.resume(id, deed(KeyOperation.RESUME, actor, reason)).info();
    }

    @Override
    public List<KeyInfo> resume(String tenant, String actor, String reason) {
        return infos(suspension.resume(tenant, deed(KeyOperation.RESUME, actor, reason)));
    }

    @Override
    public List<KeyInfo> history(String tenant) {
        return infos(store.findAll(tenant, KeyUsage.FIELD));
    }

    @Override
    public List<KeyInfo> indexHistory(String tenant) {
        return infos(store.findAll(tenant, KeyUsage.INDEX));
    }

    @Override
    public KeyInfo info(KeyId id) {
        return store.find(id).map(DataKeyRow::info).orElseThrow(() -> new KeyNotFoundException(id));
    }

    private static Deed deed(KeyOperation operation, String actor, String reason) {
        require(actor, reason);
        return new Deed(operation, actor, reason);
    }

    private static void require(String actor, String reason) {
        StoredText.requireActor(actor);
        StoredText.requireReason(reason);
    }

    private static List<KeyInfo> infos(List<DataKeyRow> rows) {
        return rows.stream().map(DataKeyRow::info).toList();
    }
}
