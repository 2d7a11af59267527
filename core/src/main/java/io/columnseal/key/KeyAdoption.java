package io.columnseal.key;

import io.columnseal.ColumnSealException;
import io.columnseal.SealListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has this node seal under a key that just became active. */
final class KeyAdoption {

    private static final Logger LOG = LoggerFactory.getLogger(KeyAdoption.class);

    private final StoredKeySource source;
    private final KeyRing ring;
    private final SealListener listener;

    KeyAdoption(StoredKeySource source, KeyRing ring, SealListener listener) {
        this.source = source;
        this.ring = ring;
        this.listener = listener;
    }

    /**
     * The rotation is done by now. If its key cannot be loaded yet, this node's next use of the tenant tells why. The key of a
     * node that was faster is left to that use: it takes a call of the KMS, during which the key may be suspended or
     * replaced, which loads under way are told of and this would not be.
     */
    void adopt(CeremonyOutcome outcome) {
        KeyIdentity active = outcome.active().identity();
        if (!outcome.won()) {
            forget(active.tenant());
            return;
        }
        boolean adopted = false;
        try {
            ring.adopt(source.load(outcome, listener));
            adopted = true;
        } catch (RuntimeException e) {
            LOG.warn(
                    "Data key {} is active but could not be loaded: {}",
                    active.id(),
                    // A KMS of somebody else's making may throw anything, with values in its message
                    e instanceof ColumnSealException ? e.getMessage() : e.getClass());
        } finally {
            if (!adopted) {
                forget(active.tenant());
            }
        }
    }

    /** Has this node look up the tenant's active key anew when it is next used. */
    void forget(String tenant) {
        ring.evict(tenant);
    }
}
