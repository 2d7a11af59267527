package io.columnseal.key;

import io.columnseal.KeyNotFoundException;
import io.columnseal.SealListener;
import java.time.Duration;
import java.util.List;

/** The {@link Keys} of the key tables. */
final class StoredKeys implements Keys {

    private final DataKeyStore store;
    private final OperationGate gate;
    private final KeyFactory factory;
    private final StoredKeySource source;
    private final SealListener listener;
    private final Rotations rotations;
    private final Compromise compromise;
    private final Suspension suspension;
    private final Erasure erasure;
    private final Approvals approvals;
    private final Convergence convergence;

    StoredKeys(
            DataKeyStore store,
            OperationGate gate,
            KeyFactory factory,
            StoredKeySource source,
            Rotations rotations,
            Compromise compromise,
            Suspension suspension,
            Erasure erasure,
            Approvals approvals,
            Convergence convergence,
            SealListener listener) {
        this.store = store;
        this.gate = gate;
        this.factory = factory;
        this.source = source;
        this.rotations = rotations;
        this.compromise = compromise;
        this.suspension = suspension;
        this.erasure = erasure;
        this.approvals = approvals;
        this.listener = listener;
        this.convergence = convergence;
    }

    @Override
    public String currentActor() {
        return gate.currentActor();
    }

    @Override
    public Approvals approvals() {
        return approvals;
    }

    @Override
    public KeyInfo initialize(String tenant, String actor) {
        Deed deed = admitted(KeyOperation.INITIALIZE, tenant, actor, "initialized");
        try (CeremonyOutcome outcome =
                factory.activeOrFirst(tenant, KeyUsage.FIELD, deed.actor(), deed.reason(), listener)) {
            return source.authentic(outcome.active(), listener).info();
        }
    }

    @Override
    public KeyInfo rotate(String tenant, String actor, String reason) {
        return rotations
                .rotate(tenant, admitted(KeyOperation.ROTATE, tenant, actor, reason))
                .info();
    }

    @Override
    public KeyInfo rotateIfDue(String tenant, int expectedVersion, String actor, String reason) {
        return rotations
                .rotateIf(tenant, KeyUsage.FIELD, expectedVersion, admitted(KeyOperation.ROTATE, tenant, actor, reason))
                .info();
    }

    @Override
    public KeyRotationReport rotateAll(String actor, String reason) {
        return rotations.rotateAll(gate.admit(new KeyAccess(KeyOperation.ROTATE_ALL, actor, reason, null, null)));
    }

    @Override
    public List<KeyInfo> needsRotation(Duration maxAge) {
        return rotations.due(maxAge);
    }

    @Override
    public KeyInfo rotateIndex(String tenant, String actor, String reason) {
        return rotations
                .rotateIndex(tenant, admitted(KeyOperation.ROTATE_INDEX, tenant, actor, reason))
                .info();
    }

    @Override
    public KeyInfo rotateFiles(String tenant, String actor, String reason) {
        return rotations
                .rotateFiles(tenant, admitted(KeyOperation.ROTATE_FILES, tenant, actor, reason))
                .info();
    }

    @Override
    public KeyInfo markCompromised(KeyId id, String actor, String reason) {
        return compromise
                .mark(id, admitted(KeyOperation.COMPROMISE, id, actor, reason))
                .info();
    }

    @Override
    public KeyInfo suspend(KeyId id, String actor, String reason) {
        return suspension
                .suspend(id, admitted(KeyOperation.SUSPEND, id, actor, reason))
                .info();
    }

    @Override
    public List<KeyInfo> suspend(String tenant, String actor, String reason) {
        return infos(suspension.suspend(tenant, admitted(KeyOperation.SUSPEND, tenant, actor, reason)));
    }

    @Override
    public KeyInfo resume(KeyId id, String actor, String reason) {
        return suspension
                .resume(id, admitted(KeyOperation.RESUME, id, actor, reason))
                .info();
    }

    @Override
    public List<KeyInfo> resume(String tenant, String actor, String reason) {
        return infos(suspension.resume(tenant, admitted(KeyOperation.RESUME, tenant, actor, reason)));
    }

    @Override
    public KeyInfo cancelDestruction(KeyId id, String actor, String reason) {
        return erasure.cancel(id, admitted(KeyOperation.CANCEL_DESTROY, id, actor, reason))
                .info();
    }

    @Override
    public List<KeyInfo> eraseDue(String actor, String reason) {
        return infos(erasure.eraseDue(() -> gate.admit(new KeyAccess(KeyOperation.ERASE, actor, reason, null, null))));
    }

    @Override
    public List<KeyInfo> shred(String tenant, String actor, String reason) {
        return infos(erasure.shred(tenant, admitted(KeyOperation.SHRED, tenant, actor, reason)));
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
    public List<KeyInfo> fileHistory(String tenant) {
        return infos(store.findAll(tenant, KeyUsage.FILE));
    }

    @Override
    public KeyInfo info(KeyId id) {
        return store.find(id).map(DataKeyRow::info).orElseThrow(() -> new KeyNotFoundException(id));
    }

    @Override
    public Duration staleness() {
        return convergence.staleness();
    }

    @Override
    public boolean isKnownToAllNodes(KeyId id) {
        return convergence.isKnownToAllNodes(id);
    }

    private Deed admitted(KeyOperation operation, String tenant, String actor, String reason) {
        return gate.admit(new KeyAccess(operation, actor, reason, tenant, null));
    }

    private Deed admitted(KeyOperation operation, KeyId key, String actor, String reason) {
        return gate.admit(new KeyAccess(operation, actor, reason, null, key));
    }

    private static List<KeyInfo> infos(List<DataKeyRow> rows) {
        return rows.stream().map(DataKeyRow::info).toList();
    }
}
