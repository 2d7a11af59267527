package io.columnseal.key;

import io.columnseal.KeyStoreException;
import io.columnseal.KeyUnusableException;
import io.columnseal.SealEvent;
import io.columnseal.SealListener;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts seals in the store before they are made, has a key replaced when it made half of those that its suite allows,
 * and refuses any beyond them. Safe for use by many threads.
 */
final class SealCount {

    private static final Logger LOG = LoggerFactory.getLogger(SealCount.class);

    private final DataKeyStore store;
    private final Consumer<KeyIdentity> replacement;
    private final SealListener listener;

    /** @param replacement replaces a key unless somebody else did; throws if it cannot */
    SealCount(DataKeyStore store, Consumer<KeyIdentity> replacement, SealListener listener) {
        this.store = store;
        this.replacement = replacement;
        this.listener = listener;
    }

    /**
     * Counts seals.
     *
     * @return perhaps fewer than wanted; none if the key is not active any more
     * @throws KeyUnusableException if the key made all seals that its suite allows and could not be replaced
     */
    CountedSeals reserve(KeyIdentity key, long seals) {
        long limit = key.suite().sealLimit();
        OptionalLong count = store.reserveSeals(key.id(), seals, limit);
        if (count.isPresent()) {
            listener.on(new SealEvent.SealsReserved(key.id(), key.tenant(), seals, count.getAsLong()));
            if (count.getAsLong() > limit / 2) {
                replaceAhead(key, count.getAsLong());
            }
            return new CountedSeals(seals, count.getAsLong());
        }
        Optional<DataKeyRow> row = store.find(key.id()).filter(found -> found.state() == KeyState.ACTIVE);
        if (row.isEmpty()) {
            return CountedSeals.NONE;
        }
        long left = limit - row.get().sealCount();
        if (left > 0 && left < seals) {
            return reserve(key, left);
        }
        // Beyond its limit, too: no MAC covers the count, and what it says must not be asked again and again
        replace(key, limit);
        return CountedSeals.NONE;
    }

    /** While the other half lasts, nobody is to fail for it. */
    private void replaceAhead(KeyIdentity key, long count) {
        try {
            replacement.accept(key);
        } catch (RuntimeException e) {
            LOG.warn(
                    "Data key {} has sealed up to {} values and is to be replaced before it has sealed {}, which failed: {}",
                    key.id(),
                    count,
                    key.suite().sealLimit(),
                    e.getClass());
        }
    }

    private void replace(KeyIdentity key, long limit) {
        try {
            replacement.accept(key);
        } catch (KeyStoreException e) {
            throw e;
        } catch (RuntimeException e) {
            KeyUnusableException spent = new KeyUnusableException(
                    key.id(),
                    KeyState.ACTIVE,
                    "it has sealed " + limit + " values, beyond which " + key.suite()
                            + " is not safe, and could not be replaced; rotate the tenant's key");
            spent.addSuppressed(e);
            throw spent;
        }
    }
}
