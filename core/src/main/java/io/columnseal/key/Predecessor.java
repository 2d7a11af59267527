package io.columnseal.key;

import java.time.Instant;
import java.util.Optional;

/**
 * The INDEX key that an active one replaces, while index values made with it may still be stored.
 *
 * @param replacedAt when its successor was made
 */
record Predecessor(KeyId id, KeyState state, Instant replacedAt) {

    /** That of an active INDEX key, if there is one. */
    static Optional<Predecessor> of(DataKeyRow active, DataKeyStore store) {
        KeyIdentity identity = active.identity();
        return store.findAll(identity.tenant(), identity.usage()).stream()
                .filter(row -> row.identity().version() < identity.version() && isLive(row.state()))
                .findFirst()
                .map(row -> new Predecessor(row.identity().id(), row.state(), active.createdAt()));
    }

    /** One that is suspended counts: what it cannot find must be an error, and no empty result. */
    private static boolean isLive(KeyState state) {
        return switch (state) {
            case RETIRED, COMPROMISED, SUSPENDED -> true;
            case PENDING, ACTIVE, DESTROY_PENDING, DESTROYED -> false;
        };
    }
}
