package io.columnseal.leakage;

import org.jspecify.annotations.Nullable;

/**
 * What the hashes of one tenant under one INDEX key show. Rows without a value are not counted: that they have none shows
 * anyway.
 *
 * @param tenant as the database writes it; null if tenants are not told apart, or the row names none
 * @param keyVersion version of the INDEX key, of which an index value holds the lowest 8 bits
 * @param rows that have a hash
 * @param values different hashes among them, and so different values
 * @param largestGroup rows that hold the most frequent one
 * @param entropyBits Shannon's entropy of the groups' sizes: 0 if all rows hold one value, {@link #mostEntropyBits()} if
 *     each holds another
 */
public record TenantFigures(
        @Nullable String tenant, int keyVersion, long rows, long values, long largestGroup, double entropyBits) {

    /** Share of the rows that hold the most frequent value, from 0 to 1. */
    public double largestShare() {
        return rows == 0 ? 0 : (double) largestGroup / rows;
    }

    /** How often a value occurs on average. */
    double repetitions() {
        return values == 0 ? 0 : (double) rows / values;
    }

    /** The entropy of as many rows if all were different, which would reveal nothing. */
    public double mostEntropyBits() {
        return rows == 0 ? 0 : bits(rows);
    }

    /** How much of the entropy there could be there is, from 0 to 1. */
    double evenness() {
        return rows < 2 ? 1 : entropyBits / mostEntropyBits();
    }

    static double bits(double number) {
        return Math.log(number) / Math.log(2);
    }
}
