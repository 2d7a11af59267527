package io.columnseal.key;

import io.columnseal.KeyNotFoundException;
import java.util.List;

/** The {@link Keys} of the key tables. */
final class StoredKeys implements Keys {

    private final DataKeyStore store;
    private final KeyFactory factory;

    StoredKeys(DataKeyStore store, KeyFactory factory) {
        this.store = store;
        this.factory = factory;
    }

    @Override
    public KeyInfo initialize(String tenant, String actor) {
        StoredText.requireActor(actor);
        return factory.activeOrFirst(tenant, KeyUsage.FIELD, actor, "initialized")
                .info();
    }

    @Override
    public KeyInfo rotate(String tenant, String actor, String reason) {
        StoredText.requireActor(actor);
        StoredText.requireReason(reason);
        return factory.successor(tenant, KeyUsage.FIELD, actor, reason).info();
    }

    @Override
    public List<KeyInfo> history(String tenant) {
        return store.findAll(tenant, KeyUsage.FIELD).stream()
                .map(DataKeyRow::info)
                .toList();
    }

    @Override
    public KeyInfo info(KeyId id) {
        return store.find(id).map(DataKeyRow::info).orElseThrow(() -> new KeyNotFoundException(id));
    }
}
