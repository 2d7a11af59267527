package io.columnseal.key;

import java.time.Instant;

/**
 * Something to remember of a key beside its row: a row of {@code columnseal_key_notes}.
 *
 * @param at when it was noticed, or until when it waits; microsecond precision
 * @param detail belongs to the kind; at most 255 characters
 */
public record KeyNote(KeyId key, Kind kind, Instant at, String detail) {

    /** What is remembered. Names are stored: frozen. */
    public enum Kind {
        /**
         * The key was COMPROMISED when it was switched off, or leaked meanwhile, and is so when it comes back; or it leaked
         * while it was PENDING, and never becomes active.
         */
        COMPROMISED,

        /** The key sealed values for contexts that no catalogue lists, so that nobody can count them all. */
        OUTSIDE,

        /** Nothing was sealed under the key when it was counted; the detail tells what was counted. */
        UNUSED,

        /**
         * The key waits for its erasure, until then at least, by the settings of the process that had it do so. Others on the
         * same key tables may have shorter ones.
         */
        WAITING
    }
}
