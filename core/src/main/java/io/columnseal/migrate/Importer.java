package io.columnseal.migrate;

import io.columnseal.ImportException;
import org.jspecify.annotations.Nullable;

/**
 * Reads values as another library stored them. Safe for use by many threads.
 *
 * <p>Of a text column, what is stored are the UTF-8 bytes of the text. What comes out are the bytes that the column's codec
 * would make of the value: of texts and enums, UTF-8 again.
 */
@FunctionalInterface
public interface Importer {

    /**
     * Opens a stored value, and verifies it as far as the other library's format allows.
     *
     * @param stored neither kept nor changed
     * @param tenant whose value it is, or null if a session that sees all tenants reads it
     * @return a new array, which belongs to the caller
     * @throws ImportException if it is nothing that this importer opens
     */
    byte[] open(byte[] stored, @Nullable String tenant);

    /**
     * Stores a value as the other library would, for {@link MigrationPhase#PREPARE}, while nodes of an older release read
     * it, and for the way back. An importer that cannot begins with {@link MigrationPhase#SEAL}, once no such node runs.
     *
     * @param value neither kept nor changed
     * @throws ImportException if it cannot
     */
    default byte[] close(byte[] value, @Nullable String tenant) {
        throw new ImportException("this importer only reads; go on with the phase 'seal'", null);
    }

    /**
     * Whether what it opens was verified, so that a wrong or a former key opens nothing. If not, a backfill opens all values of the
     * column before it seals the first one, and seals none if some do not open.
     */
    default boolean isAuthenticating() {
        return false;
    }

    /**
     * Whether equal values are always stored as equal bytes, so that the database finds by {@code =} those that are not sealed
     * yet. If not, lookups of the column are refused until it is {@link MigrationPhase#STRICT}.
     */
    default boolean isComparable() {
        return false;
    }
}
