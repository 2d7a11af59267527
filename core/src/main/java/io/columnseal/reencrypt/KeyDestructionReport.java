package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import io.columnseal.key.KeyId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a key that was to be destroyed.
 *
 * @param references where values are still under the key; empty unless it is {@link Outcome#REFERENCED}
 * @param notBefore when to run again if it is {@link Outcome#COUNTED_ONCE}, when it will be erased if it is {@link
 *     Outcome#PENDING}; otherwise null
 */
public record KeyDestructionReport(
        KeyId key,
        Outcome outcome,
        List<Reference> references,
        @Nullable Instant notBefore) {

    public KeyDestructionReport {
        references = List.copyOf(references);
    }

    /** What became of it. */
    public enum Outcome {
        /** Values are still under it: re-encrypt them, then run again. */
        REFERENCED,

        /** Nothing is under it; a second count must find the same later. */
        COUNTED_ONCE,

        /** It also sealed values that are in no catalogue: only two people can have it destroyed by force. */
        USED_OUTSIDE,

        /** Counted twice; it waits for its erasure. */
        PENDING
    }

    /**
     * A column with values under the key.
     *
     * @param application name of the catalogue
     * @param rows how many, those included that cannot be told from such
     */
    public record Reference(String application, SealedColumn column, long rows) {}
}
