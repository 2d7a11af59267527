package io.columnseal.key;

import io.columnseal.KeyUnusableException;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import io.columnseal.cipher.Suite;
import java.util.List;
import java.util.Optional;

/** Decides whether a tenant may get a new key, has it made, and tells of it. */
final class KeyFactory {

    private final DataKeyStore store;
    private final SystemKey systemKey;
    private final KeyCeremony ceremony;
    private final Suite suite;
    private final SealListener listener;

    KeyFactory(DataKeyStore store, SystemKey systemKey, KeyCeremony ceremony, Suite suite, SealListener listener) {
        this.store = store;
        this.systemKey = systemKey;
        this.ceremony = ceremony;
        this.suite = suite;
        this.listener = listener;
    }

    /**
     * The active key of a tenant, the first one made if the tenant never had one.
     *
     * @throws KeyUnusableException if it had one that is not active: a suspended or destroyed key is not to be replaced
     *     behind the back of whoever suspended it
     */
    DataKeyRow activeOrFirst(String tenant, KeyUsage usage, String actor, String reason) {
        StoredText.requireTenant(tenant, usage);
        Optional<DataKeyRow> active = store.findActive(tenant, usage);
        if (active.isPresent()) {
            return active.get();
        }
        Optional<DataKeyRow> newest = newestUsed(store.findAll(tenant, usage));
        if (newest.isEmpty()) {
            return make(new KeyRequest(tenant, usage, suite, actor, reason), Optional.empty());
        }
        DataKeyRow row = newest.get();
        if (row.state() == KeyState.ACTIVE) {
            return row;
        }
        throw new KeyUnusableException(
                row.identity().id(), row.state(), "its tenant has no active key, so nothing can be sealed for it");
    }

    /** A new active key in place of the present one, or the first one. */
    DataKeyRow successor(String tenant, KeyUsage usage, String actor, String reason) {
        StoredText.requireTenant(tenant, usage);
        Optional<DataKeyRow> newest = newestUsed(store.findAll(tenant, usage));
        Optional<DataKeyRow> active = newest.filter(row -> row.state() == KeyState.ACTIVE);
        if (newest.isPresent() && active.isEmpty()) {
            DataKeyRow row = newest.get();
            throw new KeyUnusableException(
                    row.identity().id(), row.state(), "its tenant has no active key that could be rotated");
        }
        return make(new KeyRequest(tenant, usage, suite, actor, reason), active);
    }

    private DataKeyRow make(KeyRequest request, Optional<DataKeyRow> predecessor) {
        StateMac mac = systemKey.stateMac();
        KeyCeremony.Outcome outcome = ceremony.perform(request, predecessor.orElse(null), newKey -> mac);
        if (outcome.won()) {
            KeyIdentity identity = outcome.active().identity();
            listener.on(predecessor
                    .<SealEvent>map(old -> new SealEvent.KeyRotated(
                            identity.id(),
                            old.identity().id(),
                            identity.tenant(),
                            identity.usage(),
                            request.actor(),
                            request.reason()))
                    .orElseGet(() -> new SealEvent.KeyCreated(
                            identity.id(), identity.tenant(), identity.usage(), request.actor())));
        }
        return outcome.active();
    }

    /** PENDING rows were left behind by nodes that stopped half-way; they say nothing of the tenant. */
    private static Optional<DataKeyRow> newestUsed(List<DataKeyRow> newestFirst) {
        return newestFirst.stream()
                .filter(row -> row.state() != KeyState.PENDING)
                .findFirst();
    }
}
