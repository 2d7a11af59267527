package io.columnseal.key;

import java.time.Duration;
import java.time.Instant;

/**
 * A rotation of a tenant's INDEX key that has not ended: values of the previous key may still be stored.
 *
 * @param previous the key that was replaced
 * @param active the key that replaced it
 * @param lastUse when no node makes values with the previous key any more
 */
public record IndexRotation(String tenant, KeyInfo previous, KeyInfo active, Instant lastUse) {

    /** Byte 0 of values that were made with the previous key. */
    public byte previousVersion() {
        return (byte) previous.version();
    }

    /** Whether values of the two keys can be told apart. */
    public boolean tellsKeysApart() {
        return (byte) active.version() != previousVersion();
    }

    /** When no value of the previous key can be committed any more, given how long a transaction may take. */
    public Instant settledAfter(Duration longestTransaction) {
        return lastUse.plus(longestTransaction);
    }
}
