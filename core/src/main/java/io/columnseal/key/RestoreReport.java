package io.columnseal.key;

import java.util.List;

/**
 * What a restore did, or would do.
 *
 * @param changes every key of the backup, in its order
 * @param columns how many registered columns came back
 * @param malformed ids of rows that are malformed still, see {@link MalformedKeyRow}, or were when the backup was made, so
 *     that neither it nor the key table has them
 */
public record RestoreReport(List<Change> changes, int columns, List<String> malformed) {

    public RestoreReport {
        changes = List.copyOf(changes);
        malformed = List.copyOf(malformed);
    }

    /** What becomes of a key of the backup. */
    public enum Outcome {
        /** It was missing, and is there again. */
        ADDED(true),

        /** The stored row was older, and is as new as the backup. */
        UPDATED(true),

        /** The stored row was edited, and is as it was when the backup was made. */
        REPAIRED(true),

        /** It was destroyed since, and is there again, SUSPENDED, since somebody said so. */
        RESURRECTED(true),

        /** It was destroyed since, and stays so; where its row was missing, the record of it is there again. */
        DESTROYED_SINCE(false),

        /** It is as in the backup. */
        UNCHANGED(false),

        /** It changed since the backup was made, and stays as it is. */
        NEWER(false),

        /** It stays as it is, since the two cannot be brought together. */
        CONFLICT(false);

        private final boolean brings;

        Outcome(boolean brings) {
            this.brings = brings;
        }

        /** Whether the key comes out of the backup. */
        public boolean brings() {
            return brings;
        }
    }

    /**
     * One key of the backup.
     *
     * @param key as it is after the restore, SUSPENDED or COMPROMISED if it became so after the backup was made, as far as the
     *     access log tells; as the backup has it, if nothing is written
     * @param detail what else is to be known; empty if nothing
     */
    public record Change(KeyInfo key, Outcome outcome, String detail) {}

    /** The keys that this became of. */
    public List<Change> of(Outcome outcome) {
        return changes.stream().filter(change -> change.outcome() == outcome).toList();
    }

    /** Keys that were destroyed after the backup was made: only whoever names them gets them back. */
    public List<KeyId> destroyedSince() {
        return of(Outcome.DESTROYED_SINCE).stream()
                .map(change -> change.key().id())
                .toList();
    }

    /** Whether nothing is left that somebody has to look at. */
    public boolean complete() {
        return of(Outcome.CONFLICT).isEmpty() && malformed.isEmpty();
    }
}
