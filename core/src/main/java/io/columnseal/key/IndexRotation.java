package io.columnseal.key;

import java.time.Duration;
import java.time.Instant;

/**
 * A rotation of a tenant's INDEX key that has not ended: values of the previous key may still be stored.
 *
 * @param previous the key that was replaced
 * @param active the key that replaced it
 * @param superseded whether the previous key is known to be {@link KeyState#SUPERSEDED}: all nodes write unique indexes
 *     under the active one, or will have learnt to until {@code lastUse}
 * @param lastUse when no node makes values with the previous key any more; before it is superseded, but those of unique
 *     indexes
 */
public record IndexRotation(String tenant, KeyInfo previous, KeyInfo active, boolean superseded, Instant lastUse) {

    /** Byte 0 of values that were made with the previous key. */
    public byte previousVersion() {
        return (byte) previous.version();
    }

    /** Byte 0 of values that are made with the active key. */
    public byte activeVersion() {
        return (byte) active.version();
    }

    /** Whether values of the two keys can be told apart. */
    public boolean tellsKeysApart() {
        return activeVersion() != previousVersion();
    }

    /**
     * When no value of the previous key can be committed any more, given how long a transaction may take; before it is
     * superseded, but those of unique indexes.
     */
    public Instant settledAfter(Duration longestTransaction) {
        return lastUse.plus(longestTransaction);
    }
}
