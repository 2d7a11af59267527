package io.columnseal.key;

import java.util.List;

/**
 * What was written to the key table since a revision of it.
 *
 * @param revision of the table when it was read; everything up to it is among the keys
 * @param keys each once, with its present state, without those that are {@link KeyState#PENDING}
 */
public record KeyChanges(long revision, List<KeyChange> keys) {

    public KeyChanges {
        keys = List.copyOf(keys);
    }
}
