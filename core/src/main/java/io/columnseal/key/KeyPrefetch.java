package io.columnseal.key;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Loads keys that are about to be asked for, many at once, so that whoever asks for them one after the other waits but
 * once. Failures show when a key is asked for. Safe for use by many threads.
 */
final class KeyPrefetch {

    /** A page of values may name as many keys; forged ids are found out after as many. */
    private static final int AT_ONCE = 500;

    private final HeldKeys held;
    private final UnknownKeys unknown;
    private final KeyLoads loads;

    KeyPrefetch(HeldKeys held, UnknownKeys unknown, KeyLoads loads) {
        this.held = held;
        this.unknown = unknown;
        this.loads = loads;
    }

    /** Those that are not held, until all are or too many of them do not exist. */
    void byId(Collection<KeyId> ids) {
        List<KeyQuery.ById> missing = ids.stream()
                .filter(id -> held.byId(id) == null && !unknown.contains(id))
                .map(KeyQuery.ById::new)
                .toList();
        int from = 0;
        while (from < missing.size()) {
            int granted = unknown.reserve(Math.min(missing.size() - from, AT_ONCE));
            if (granted == 0) {
                return;
            }
            try {
                loadAll(missing.subList(from, from + granted));
            } finally {
                // Those that were not found have been counted by themselves.
                unknown.giveBack(granted);
            }
            from += granted;
        }
    }

    /** The active keys of tenants that are not held. */
    void active(Collection<String> tenants) {
        loadAll(tenants.stream()
                .map(tenant -> new KeyQuery.Active(tenant, KeyUsage.FIELD))
                .filter(query -> held.active(query) == null)
                .toList());
    }

    private void loadAll(List<? extends KeyQuery> missing) {
        // One alone is loaded by whoever asks for it.
        if (missing.size() > 1) {
            List<CompletableFuture<UnwrappedKey>> started =
                    missing.stream().map(loads::elsewhere).toList();
            for (CompletableFuture<UnwrappedKey> load : started) {
                load.handle((key, error) -> key).join();
            }
        }
    }
}
