package io.columnseal.key;

import java.time.Instant;
import java.util.Optional;

/**
 * The INDEX key that an active one replaces, while index values made with it may still be stored.
 *
 * @param replacedAt when its successor was made
 */
record Predecessor(KeyId id, KeyState state, Instant replacedAt) {

    /**
     * That of an active INDEX key, if there is one. A row that only says that its key is out of use is not believed: what
     * it hides must be an error when it is asked for, and no empty result.
     */
    static Optional<Predecessor> of(DataKeyRow active, DataKeyStore store, StateMac mac) {
        KeyIdentity identity = active.identity();
        return store.findAll(identity.tenant(), identity.usage()).stream()
                .filter(row -> row.identity().version() < identity.version())
                .filter(row -> isLive(row.state()) || !mac.verifies(row))
                .findFirst()
                .map(row -> new Predecessor(row.identity().id(), row.state(), active.createdAt()));
    }

    /** One that is suspended counts, for the same reason. */
    private static boolean isLive(KeyState state) {
        return switch (state) {
            case RETIRED, COMPROMISED, SUSPENDED -> true;
            case PENDING, ACTIVE, DESTROY_PENDING, DESTROYED -> false;
        };
    }
}
