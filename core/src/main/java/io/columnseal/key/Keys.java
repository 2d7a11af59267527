package io.columnseal.key;

import io.columnseal.KeyNotFoundException;
import java.util.List;

/**
 * Operations on data keys, the {@code seal.keys()} of the facade. Each is complete on the database when it returns, safe
 * when several nodes do it at once, recorded in the access log, and told to the listeners. Safe for use by many threads.
 */
public interface Keys {

    /**
     * Makes sure that the tenant has an active key.
     *
     * @param actor who asked, for the record; never blank
     */
    KeyInfo initialize(String tenant, String actor);

    /**
     * Gives the tenant a new active key; the previous one opens only from then on. When two nodes rotate at once, one
     * wins and both return the winner's key.
     *
     * @param actor who asked, for the record; never blank
     * @param reason why, for the record; never blank
     * @return the new active key
     */
    KeyInfo rotate(String tenant, String actor, String reason);

    /** All keys of a tenant, newest version first; empty if it has none. */
    List<KeyInfo> history(String tenant);

    /** @throws KeyNotFoundException if there is no such key */
    KeyInfo info(KeyId id);
}
