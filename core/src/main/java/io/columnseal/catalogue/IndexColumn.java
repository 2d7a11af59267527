package io.columnseal.catalogue;

import io.columnseal.Uniqueness;

/**
 * A column of index values beside a sealed one.
 *
 * @param name name of the index among those of the attribute; empty for the one that {@code =} uses
 * @param column name as it is written in SQL
 * @param fingerprint what tells the normalizers: 64 hexadecimal digits, or empty without normalizers
 * @param bits length of the hash in an index value
 * @param uniqueness whether it is one of the two columns of a unique index, which share everything but their name
 */
public record IndexColumn(String name, String column, String fingerprint, int bits, Uniqueness uniqueness) {

    /** Name of the index that finds texts by how they begin; none that an application can give. Frozen by stored data. */
    public static final String PREFIXES = ".prefix";

    public IndexColumn {
        if (column.isBlank() || column.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("column must not be blank nor hold control characters");
        }
        if (name.indexOf(':') >= 0 || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("name must hold neither colons nor control characters");
        }
        if (!fingerprint.matches("[0-9a-f]*")) {
            throw new IllegalArgumentException("fingerprint must be hexadecimal digits in lower case");
        }
        if (bits < 1) {
            throw new IllegalArgumentException("bits must be at least 1: " + bits);
        }
    }

    /** One that may hold equal values. */
    public IndexColumn(String name, String column, String fingerprint, int bits) {
        this(name, column, fingerprint, bits, Uniqueness.NONE);
    }

    /** Whether it is the second column of a unique index, which no query searches. */
    public boolean isNext() {
        return uniqueness == Uniqueness.NEXT;
    }

    /** Whether index values made for the other one, before or elsewhere, match those made for this one. */
    public boolean matchesValuesOf(IndexColumn other) {
        return name.equals(other.name) && fingerprint.equals(other.fingerprint) && bits == other.bits;
    }
}
