package io.columnseal.key;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Keys that the access log knows of a tenant and whose rows are gone, or were edited to be another's, or none. A key made in such a
 * one's place, under its version, would keep it from ever coming back out of a backup.
 */
final class LostKeys {

    private final DataKeyStore store;

    LostKeys(DataKeyStore store) {
        this.store = store;
    }

    /** Ids and versions, of whichever usage, which the log does not know; of a tenant without any key, one look-up. */
    Map<KeyId, Integer> of(String tenant) {
        Map<KeyId, Integer> lost = new HashMap<>(store.accessLog().keysOf(tenant));
        if (!lost.isEmpty()) {
            for (KeyUsage usage : KeyUsage.values()) {
                store.findAll(tenant, usage, malformed -> {})
                        .forEach(row -> lost.remove(row.identity().id()));
            }
        }
        return lost;
    }

    /** Whether there is one of which no row says anything any more, not even a malformed one. */
    boolean isAnyGone(String tenant) {
        Set<KeyId> gone = new HashSet<>(of(tenant).keySet());
        for (KeyUsage usage : KeyUsage.values()) {
            store.findAll(tenant, usage, malformed -> malformed.keyId().ifPresent(gone::remove));
        }
        return !gone.isEmpty();
    }

    /**
     * The version that the next key of a tenant is to be above, or 0. INDEX keys have every version from 1 on, since by that
     * a missing row is noticed: they take a lost one's.
     */
    int highestVersion(String tenant, KeyUsage usage) {
        return usage == KeyUsage.INDEX
                ? 0
                : of(tenant).values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }
}
