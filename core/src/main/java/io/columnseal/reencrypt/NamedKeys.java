package io.columnseal.reencrypt;

import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import java.util.function.Predicate;

/**
 * Looks up the keys that headers name. Their rows are stored where many can write, so nothing counts as done for what a
 * row says alone: that a key is the one which seals must be authentic, and everything else is verified by opening.
 */
final class NamedKeys {

    private final DataKeyStore store;
    private final Predicate<DataKeyRow> authentic;
    private final Retries retries;

    /** @param authentic whether a row is as this product wrote it */
    NamedKeys(DataKeyStore store, Predicate<DataKeyRow> authentic, Retries retries) {
        this.store = store;
        this.authentic = authentic;
        this.retries = retries;
    }

    NamedKey find(Header header) {
        return retries.call(() -> store.find(header.key()))
                .filter(row -> isForValues(row, header))
                .map(row -> new NamedKey(
                        standing(row),
                        row.identity().tenant(),
                        row.state() == KeyState.COMPROMISED,
                        authentic.test(row)))
                .orElse(NamedKey.UNKNOWN);
    }

    private static boolean isForValues(DataKeyRow row, Header header) {
        return row.identity().usage() == KeyUsage.FIELD
                && row.identity().suite() == header.suite()
                && !row.identity().tenant().isBlank();
    }

    private KeyStanding standing(DataKeyRow row) {
        if (row.state().seals() && retries.call(() -> isActive(row))) {
            return KeyStanding.CURRENT;
        }
        // One that waits for its erasure comes back as soon as a value asks for it, which is better moved
        return row.state().opens() || row.state() == KeyState.DESTROY_PENDING
                ? KeyStanding.STALE
                : KeyStanding.UNUSABLE;
    }

    /** An edited row may say of a leaked key that it is active, and its values would stay under it. */
    private boolean isActive(DataKeyRow row) {
        return store.findActive(row.identity().tenant(), KeyUsage.FIELD)
                .filter(active -> active.identity().equals(row.identity()))
                .filter(authentic)
                .isPresent();
    }
}
