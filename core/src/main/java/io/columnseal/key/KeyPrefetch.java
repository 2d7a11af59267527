package io.columnseal.key;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
    private final Duration patience;

    /** @param patience how long is waited for a key before the rest is left to itself */
    KeyPrefetch(HeldKeys held, UnknownKeys unknown, KeyLoads loads, Duration patience) {
        this.held = held;
        this.unknown = unknown;
        this.loads = loads;
        this.patience = patience;
    }

    /** Those that are not held, until all are, too many of them do not exist, or one does not come in time. */
    void byId(Collection<KeyId> ids) {
        long seen = held.renewals();
        List<KeyQuery.ById> missing = ids.stream()
                .filter(id -> held.byId(id) == null && !unknown.contains(id))
                .map(KeyQuery.ById::new)
                .toList();
        int from = 0;
        boolean inTime = true;
        while (inTime && from < missing.size()) {
            int granted = unknown.reserve(Math.min(missing.size() - from, AT_ONCE));
            if (granted == 0) {
                return;
            }
            try {
                inTime = loadAll(missing.subList(from, from + granted), seen);
            } finally {
                // Those that were not found have been counted by themselves.
                unknown.giveBack(granted);
            }
            from += granted;
        }
    }

    /** The active keys of tenants that are not held, until all are or one does not come in time. */
    void active(Collection<String> tenants) {
        long seen = held.renewals();
        List<KeyQuery.Active> missing = tenants.stream()
                .distinct()
                .map(tenant -> new KeyQuery.Active(tenant, KeyUsage.FIELD))
                .filter(query -> held.active(query) == null)
                .toList();
        boolean inTime = true;
        for (int from = 0; inTime && from < missing.size(); from += AT_ONCE) {
            inTime = loadAll(missing.subList(from, Math.min(missing.size(), from + AT_ONCE)), seen);
        }
    }

    private boolean loadAll(List<? extends KeyQuery> missing, long seen) {
        // One alone is loaded by whoever asks for it.
        if (missing.size() > 1) {
            List<CompletableFuture<UnwrappedKey>> started =
                    missing.stream().map(query -> loads.elsewhere(query, seen)).toList();
            return started.stream().allMatch(this::isOverInTime);
        }
        return true;
    }

    /** Whether a load ended, well or not. */
    private boolean isOverInTime(CompletableFuture<UnwrappedKey> load) {
        try {
            UnwrappedKey unused = load.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
