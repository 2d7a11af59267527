package io.columnseal.key;

import io.columnseal.KeyNotFoundException;
import io.columnseal.KeyRejectedException;
import io.columnseal.KeyUnusableException;
import java.time.Duration;
import java.util.List;

/**
 * Operations on data keys, the {@code seal.keys()} of the facade. Each is complete on the database when it returns, safe
 * when several nodes do it at once, safe to repeat when it failed, recorded in the access log, and told to the listeners.
 * Other nodes learn of it later: see {@code cache} in the settings.
 *
 * <p>Actor and reason are kept for the record, never blank; an actor has 255 characters at most, a reason 1,000. Who may do
 * what, a {@link KeyAuthorizer} decides; each operation may throw a {@link
 * io.columnseal.KeyOperationRefusedException}. Safe for use by many threads.
 */
public interface Keys {

    /**
     * Who asks on this thread: the actor to give to the operations where an {@link io.columnseal.ActorResolver} is
     * configured, which refuse everybody else; {@code system} if nobody does.
     */
    String currentActor();

    /** Requests to do what takes two people. */
    Approvals approvals();

    /**
     * Makes sure that the tenant has an active key.
     *
     * @throws KeyRejectedException if it has one whose row was edited, so that nothing can be sealed for the tenant, or had
     *     one whose row is gone
     * @throws KeyUnusableException if its keys are suspended or destroyed
     */
    KeyInfo initialize(String tenant, String actor);

    /**
     * Gives the tenant a new active key; the previous one opens only from then on. When two nodes rotate at once, one
     * wins and both return the winner's key. A tenant whose keys open and none seals gets one, too, and so does one whose
     * keys are lost: should they come back out of a backup, they open beside it.
     *
     * @return the new active key
     * @throws KeyRejectedException if the key table was edited so that no new key can become active
     * @throws KeyUnusableException if the tenant's keys are suspended or destroyed
     */
    KeyInfo rotate(String tenant, String actor, String reason);

    /**
     * Gives the tenant a new active key if its present one still has this version; otherwise somebody else was first, and
     * that key is returned. However many nodes call it at once with the same version, the tenant gets one new key.
     *
     * @param expectedVersion version of the key that is due, as {@link #needsRotation} or {@link #history} told it
     * @return the active key
     * @throws KeyNotFoundException if the tenant never had a key
     * @throws KeyUnusableException if its keys are suspended or destroyed
     */
    KeyInfo rotateIfDue(String tenant, int expectedVersion, String actor, String reason);

    /**
     * Rotates every active key that seals values or files. A tenant that fails does not stop the others; suspended ones are
     * left out.
     *
     * @return what became of each key
     */
    KeyRotationReport rotateAll(String actor, String reason);

    /** Active FIELD keys, those that seal values, that were made so long ago, or before: of all tenants, in no order. */
    List<KeyInfo> needsRotation(Duration maxAge);

    /**
     * Gives the tenant a new INDEX key. From then on {@code =} looks for index values of the new and of the previous
     * one. Stored ones stay as they are until an {@link io.columnseal.reencrypt.IndexRebuild} moves them, which then
     * takes the previous key out of use; until then an {@code =} between two rows' values misses pairs that were made
     * with different keys. New ones are made with the previous key until every node knows the new one, for the hard limit
     * of the key cache and five minutes more, since a node that does not know it would not find them. Keys that seal
     * values are not touched, nor does {@link #rotate} touch this one. When two nodes do it at once, one wins and both
     * return the winner's key.
     *
     * @return the new active INDEX key
     * @throws KeyUnusableException if the rotation before has not ended: queries look for values of two keys at most
     */
    KeyInfo rotateIndex(String tenant, String actor, String reason);

    /**
     * Gives the tenant a new FILE key. Files that were sealed before open as ever; their headers are put under the new key
     * by {@link io.columnseal.file.SealedFiles#reencryptHeader}. Keys that seal values are not touched, nor does {@link
     * #rotate} touch this one. When two nodes do it at once, one wins and both return the winner's key.
     *
     * @return the new active FILE key
     * @throws KeyUnusableException if the tenant's keys are suspended or destroyed
     */
    KeyInfo rotateFiles(String tenant, String actor, String reason);

    /**
     * Marks a key that is known or feared to be leaked: it opens only, and listeners are alerted. If it is the active one,
     * its tenant gets a new one in the same write. Its values are to be moved by a re-encryption run, or an index rebuild.
     *
     * @return the marked key
     * @throws KeyUnusableException if it is suspended, waiting for its destruction or destroyed, or if it is an INDEX key
     *     and the rotation before has not ended
     */
    KeyInfo markCompromised(KeyId id, String actor, String reason);

    /**
     * Switches a key off: it neither seals nor opens until it is {@linkplain #resume(KeyId, String, String) resumed}. If it
     * is the active one, nothing can be sealed for its tenant, which is not given another key either.
     *
     * @throws KeyUnusableException if it is waiting for its destruction or destroyed
     */
    KeyInfo suspend(KeyId id, String actor, String reason);

    /**
     * Switches all keys of a tenant off, so that nothing of it can be read or written.
     *
     * @return its suspended keys, those that were so before included
     * @throws KeyNotFoundException if it has no key at all
     */
    List<KeyInfo> suspend(String tenant, String actor, String reason);

    /**
     * Takes a suspended key back into use, as what it was before: active, retired or compromised. Does nothing to one that
     * is in use.
     *
     * @throws KeyUnusableException if it is waiting for its destruction or destroyed
     */
    KeyInfo resume(KeyId id, String actor, String reason);

    /**
     * Takes all suspended keys of a tenant back into use.
     *
     * @return those that were suspended
     * @throws KeyNotFoundException if it has no key at all
     */
    List<KeyInfo> resume(String tenant, String actor, String reason);

    /**
     * Takes a key back that waits for its erasure, as what it was before. Happens by itself when a value that was sealed
     * under it is to be opened. Destruction begins with {@code seal.keyDestruction}.
     *
     * @throws KeyUnusableException if it is suspended or destroyed
     */
    KeyInfo cancelDestruction(KeyId id, String actor, String reason);

    /**
     * Erases the keys whose waiting is over. What was sealed under them is lost from then on; by all that was counted,
     * nothing was.
     *
     * @return the erased keys
     * @throws io.columnseal.ConfigurationException if the clocks of this process and of the key database differ by more than five
     *     minutes: one of them is wrong, and nothing was erased
     */
    List<KeyInfo> eraseDue(String actor, String reason);

    /**
     * Forgets a tenant: erases all its keys at once, and with them everything that was ever sealed for it, wherever copies
     * lie. Nothing is counted and nothing can be taken back. Backups of the key tables still hold the keys until they are
     * deleted; other nodes serve from memory for {@link #staleness()} at most. The tenant is not given new keys.
     *
     * @return its keys
     * @throws KeyNotFoundException if it has none
     */
    List<KeyInfo> shred(String tenant, String actor, String reason);

    /** All keys of a tenant that seal values, newest version first; empty if it has none. */
    List<KeyInfo> history(String tenant);

    /** All INDEX keys of a tenant, newest version first; empty if none of its values was ever indexed. */
    List<KeyInfo> indexHistory(String tenant);

    /** All FILE keys of a tenant, newest version first; empty if no file was ever sealed for it. */
    List<KeyInfo> fileHistory(String tenant);

    /** @throws KeyNotFoundException if there is no such key */
    KeyInfo info(KeyId id);

    /**
     * How long it takes, from a change of keys that is made now, until no node seals under a key that was replaced or
     * taken out of use: the interval at which nodes look for changes and a few seconds, or the hard limit of the cache if
     * a node was not heard of for a while, since it may be cut off and serve from memory. A forecast: a node that is
     * heard of now may be cut off next. Whoever depends on it asks again after that time, and has waited long enough if
     * the answer is no longer than what he waited; or asks {@link #isKnownToAllNodes}.
     */
    Duration staleness();

    /**
     * Whether the last change of a key has taken effect on every node: from then on nothing is sealed under it that its
     * state forbids, transactions aside that sealed before and commit after.
     *
     * @throws KeyNotFoundException if there is no such key
     */
    boolean isKnownToAllNodes(KeyId id);
}
