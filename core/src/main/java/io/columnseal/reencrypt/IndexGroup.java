package io.columnseal.reencrypt;

import io.columnseal.reencrypt.Undecryptable.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an index column whose values are under one key and whose index values have one version.
 *
 * @param header what their values begin with; null for rows without a value and for values without a header
 * @param hasValue whether they hold a value at all
 * @param version byte 0 of their index values, null for rows without one
 * @param totalLength of all values as stored
 * @param longest length of the longest value
 * @param tenant owner of the key by its row, which opening verifies; empty if it is not known
 * @param authentic whether that row is as this product wrote it
 * @param problem why the values cannot be opened, or null
 */
record IndexGroup(
        @Nullable Header header,
        boolean hasValue,
        @Nullable Byte version,
        long rows,
        long totalLength,
        long longest,
        String tenant,
        boolean authentic,
        @Nullable Reason problem) {

    /** The same, with what is known of the key. */
    IndexGroup named(NamedKey key) {
        Reason reason = switch (key.standing()) {
            case CURRENT, STALE -> null;
            case UNUSABLE -> Reason.KEY_UNUSABLE;
            case UNKNOWN -> Reason.UNKNOWN_KEY;
        };
        return new IndexGroup(
                header, hasValue, version, rows, totalLength, longest, key.tenant(), key.authentic(), reason);
    }

    /** The same, whose key nobody knows. */
    IndexGroup because(Reason reason) {
        return new IndexGroup(null, hasValue, version, rows, totalLength, longest, "", false, reason);
    }

    /** Both together, of which nobody knows the keys. */
    IndexGroup and(IndexGroup other) {
        return new IndexGroup(
                null,
                hasValue,
                version,
                rows + other.rows,
                totalLength + other.totalLength,
                Math.max(longest, other.longest),
                "",
                false,
                problem);
    }
}
