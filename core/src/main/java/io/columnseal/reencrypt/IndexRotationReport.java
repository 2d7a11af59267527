package io.columnseal.reencrypt;

import io.columnseal.key.KeyId;
import java.time.Instant;

/**
 * What became of the rotation of a tenant's INDEX key.
 *
 * @param previous the key that was replaced
 * @param rowsLeft rows that hold an index value of it, or may, or whose next value in a unique index is missing: those
 *     whose owner nobody can tell count for every tenant; 0 if they were not counted
 * @param settledAt from when on no value of the previous key can be committed any more
 */
public record IndexRotationReport(String tenant, KeyId previous, Outcome outcome, long rowsLeft, Instant settledAt) {

    /** Whether the rotation ended, or why not. */
    public enum Outcome {
        /** The previous key is out of use: nobody looks for its values any more, and the next rotation may come. */
        FINISHED,

        /**
         * No row of the tenant lies in any of the databases, so that nothing proves them the right ones. Run again on the
         * tenant's, or say that it {@linkplain IndexRebuild#evenWithoutValues has none}.
         */
        NO_VALUES_SEEN,

        /** Nodes may still write values of the previous key. Run again after {@link IndexRotationReport#settledAt}. */
        NOT_SETTLED,

        /**
         * Half-way: every row has its next value in all unique indexes, which are written under the new key alone from now
         * on. Run again after {@link IndexRotationReport#settledAt}.
         */
        SUPERSEDED,

        /**
         * Values of the previous key are stored, or rows of a unique index have no next value. Run again, or see what the
         * columns' reports say of them.
         */
        VALUES_LEFT
    }
}
