package io.columnseal.key;

import java.time.Instant;
import java.util.Set;

/**
 * Somebody's wish to have a backup restored.
 *
 * @param backup its name, for the record
 * @param resurrected keys that were destroyed since the backup was made and are to come back nevertheless
 * @param actor who asked, for the record; never blank
 * @param reason why, for the record; never blank
 */
public record RestoreOrder(String backup, Set<KeyId> resurrected, String actor, String reason) {

    public RestoreOrder {
        resurrected = Set.copyOf(resurrected);
        StoredText.requireActor(actor);
        StoredText.requireReason(reason);
    }

    /**
     * What an approval of it names.
     *
     * @param takenAt when the backup was made, as its verified content says: another one may bear its name since
     */
    String subject(Instant takenAt) {
        String taken = "backup " + backup + " taken " + takenAt;
        return resurrected.isEmpty() ? taken : taken + ", bringing back " + Subject.names(resurrected);
    }
}
