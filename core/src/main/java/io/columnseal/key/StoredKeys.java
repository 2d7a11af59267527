package io.columnseal.key;

import io.columnseal.ColumnSealException;
import io.columnseal.KeyNotFoundException;
import io.columnseal.SealListener;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link Keys} of the key tables. */
final class StoredKeys implements Keys {

    private static final Logger LOG = LoggerFactory.getLogger(StoredKeys.class);

    private final DataKeyStore store;
    private final KeyFactory factory;
    private final StoredKeySource source;
    private final KeyRing ring;
    private final SealListener listener;

    StoredKeys(DataKeyStore store, KeyFactory factory, StoredKeySource source, KeyRing ring, SealListener listener) {
        this.store = store;
        this.factory = factory;
        this.source = source;
        this.ring = ring;
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
        StoredText.requireActor(actor);
        StoredText.requireReason(reason);
        DataKeyRow active = factory.successor(tenant, KeyUsage.FIELD, actor, reason, listener);
        seal(active);
        return active.info();
    }

    @Override
    public KeyInfo rotateIndex(String tenant, String actor, String reason) {
        StoredText.requireActor(actor);
        StoredText.requireReason(reason);
        DataKeyRow active = factory.indexSuccessor(tenant, actor, reason, listener);
        seal(active);
        return active.info();
    }

    @Override
    public List<KeyInfo> history(String tenant) {
        return history(tenant, KeyUsage.FIELD);
    }

    @Override
    public List<KeyInfo> indexHistory(String tenant) {
        return history(tenant, KeyUsage.INDEX);
    }

    private List<KeyInfo> history(String tenant, KeyUsage usage) {
        return store.findAll(tenant, usage).stream().map(DataKeyRow::info).toList();
    }

    @Override
    public KeyInfo info(KeyId id) {
        return store.find(id).map(DataKeyRow::info).orElseThrow(() -> new KeyNotFoundException(id));
    }

    /** The rotation is done by now. If its key cannot be loaded yet, this node's next use of the tenant tells why. */
    private void seal(DataKeyRow active) {
        boolean adopted = false;
        try {
            ring.adopt(source.load(active, listener));
            adopted = true;
        } catch (RuntimeException e) {
            LOG.warn(
                    "Data key {} is active but could not be loaded: {}",
                    active.identity().id(),
                    // A KMS of somebody else's making may throw anything, with values in its message
                    e instanceof ColumnSealException ? e.getMessage() : e.getClass());
        } finally {
            if (!adopted) {
                ring.evict(active.identity().tenant());
            }
        }
    }
}
