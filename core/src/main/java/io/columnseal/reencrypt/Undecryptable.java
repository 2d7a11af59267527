package io.columnseal.reencrypt;

import io.columnseal.key.KeyId;
import org.jspecify.annotations.Nullable;

/**
 * Values of one column that a run could not move and left exactly as they are.
 *
 * @param key the key their header names, or null if they have no header that names one. Of a key that does not exist
 *     only the id is left, and it is part of the value: a text names one only if the whole of it has the form of a sealed
 *     text; in a binary column nothing tells 38 bytes that begin with 01 or 02 from a sealed value, so there the id may be
 *     eight bytes of whatever somebody stored unsealed
 * @param reason why they stay
 * @param rows how many
 */
public record Undecryptable(@Nullable KeyId key, Reason reason, long rows) {

    /** Why values stay as they are. */
    public enum Reason {
        /** Not of the form of a sealed value: plaintext, garbage, an unknown suite. */
        NOT_SEALED,

        /**
         * The key table holds no such key, or holds it for another suite or use; or, in a binary column, plaintext that
         * happens to begin like a sealed value.
         */
        UNKNOWN_KEY,

        /** The column names more keys that do not exist than a run looks up; these it did not look up. */
        NOT_LOOKED_UP,

        /** The key's state forbids opening: suspended, destroyed. */
        KEY_UNUSABLE,

        /** The key's row does not authenticate. */
        KEY_REJECTED,

        /** The KMS did not unwrap the key. */
        KEY_UNAVAILABLE,

        /** Altered, truncated, or moved here from another column or tenant. */
        DOES_NOT_OPEN,

        /** The value opens, but its tenant has no key that seals. */
        NO_SEALING_KEY,

        /** The tenant has no INDEX key that may be used: it is suspended, or its row was edited. */
        NO_INDEX_KEY,

        /** The value opens, but no index value can be made of it: it is not what the column's codec or normalizers take. */
        NO_NORMAL_FORM,

        /** The value is to be sealed for the tenant of its row, which names none. */
        NO_TENANT,

        /** The value is to be given to the tenant of its row, and is still under the former one's key. */
        NOT_ASSIGNED,

        /** A unique constraint holds back what is to be written: another row has it. */
        NOT_UNIQUE,

        /** The database does not take what is to be written: it is too long, or a constraint or a trigger refuses it. */
        NOT_STORED,

        /** The importer does not read the value, or on the way back cannot store it unsealed. */
        NOT_IMPORTED,

        /** This node still takes a replaced key for the tenant's active one; running again later moves the value. */
        ROTATION_NOT_SEEN
    }
}
