package io.columnseal.key;

import io.columnseal.KeyNotFoundException;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyUnusableException;
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
     * @throws KeyRejectedException if it has one whose row was edited, so that nothing can be sealed for the tenant
     */
    KeyInfo initialize(String tenant, String actor);

    /**
     * Gives the tenant a new active key; the previous one opens only from then on. When two nodes rotate at once, one
     * wins and both return the winner's key.
     *
     * @param actor who asked, for the record; never blank
     * @param reason why, for the record; never blank
     * @return the new active key
     * @throws KeyRejectedException if the key table was edited so that no new key can become active
     */
    KeyInfo rotate(String tenant, String actor, String reason);

    /**
     * Gives the tenant a new INDEX key. From then on {@code =} looks for index values of the new and of the previous
     * one. Stored ones stay as they are until an {@link io.columnseal.reencrypt.IndexRebuild} moves them, which then
     * takes the previous key out of use; until then an {@code =} between two rows' values misses pairs that were made
     * with different keys. New ones are made with the previous key until every node knows the new one, for the hard limit
     * of the key cache and five minutes more, since a node that does not know it would not find them. Keys that seal
     * values are not touched, nor does {@link #rotate} touch this one. When two nodes do it at once, one wins and both
     * return the winner's key.
     *
     * @param actor who asked, for the record; never blank
     * @param reason why, for the record; never blank
     * @return the new active INDEX key
     * @throws KeyUnusableException if the rotation before has not ended: queries look for values of two keys at most
     */
    KeyInfo rotateIndex(String tenant, String actor, String reason);

    /** All keys of a tenant that seal values, newest version first; empty if it has none. */
    List<KeyInfo> history(String tenant);

    /** All INDEX keys of a tenant, newest version first; empty if none of its values was ever indexed. */
    List<KeyInfo> indexHistory(String tenant);

    /** @throws KeyNotFoundException if there is no such key */
    KeyInfo info(KeyId id);
}
