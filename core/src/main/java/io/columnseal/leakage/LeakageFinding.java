package io.columnseal.leakage;

/**
 * Something to know about a blind index. Holds names and numbers, no value and no hash.
 *
 * @param kind what it is
 * @param attribute entity and attribute, {@code Patient.ssn}
 * @param column table and column of the index values, as in the catalogue
 * @param problem what was found
 * @param remedy what can be done
 */
public record LeakageFinding(Kind kind, String attribute, String column, String problem, String remedy) {

    /** What a finding is about. Of the first three an index gets the gravest only. */
    public enum Kind {

        /**
         * No tenant has more than {@value Thresholds#FEW_VALUES} different values, each of which occurs at least twice on
         * average: that of all tenants, or that of one with at least {@value Thresholds#ROWS_FOR_SHARE} rows. So few are told apart by their frequency alone, as the answers to a yes-or-no question are.
         */
        FEW_VALUES(true),

        /**
         * A tenant of at least {@value Thresholds#ROWS_FOR_SHARE} rows has a value that at least {@value
         * Thresholds#FREQUENT_PERCENT} % of them hold. Not even the commonest surnames are as common: who knows which value
         * it must be, knows the value of all these rows. Often a placeholder, such as {@code unknown}.
         */
        FREQUENT_VALUE(true),

        /**
         * A value occurs at least twice on average within its tenant, that of all tenants, or that of one with at least
         * {@value Thresholds#ROWS_FOR_SHARE} rows. So rows can be linked with each other. Where the
         * frequencies are known (surnames, cities, diagnoses), the commonest values can be guessed.
         */
        REPEATED_VALUES(true),

        /**
         * An index of prefixes: what whole values show is the least of it, since it shows for any two rows how many
         * characters they have in common at the beginning.
         */
        PREFIXES(false),

        /**
         * There may be several tenants, but where rows name theirs is not known. Equal values of two tenants count as
         * two, so the figures look better than they are.
         */
        TENANTS_UNKNOWN(false),

        /** An INDEX key is being replaced: equal values under the two keys count as two. */
        KEY_CHANGING(false);

        private final boolean warning;

        Kind(boolean warning) {
            this.warning = warning;
        }

        /** Whether the index reveals much, rather than the figures need to be understood. */
        public boolean isWarning() {
            return warning;
        }
    }

    /** One sentence of what was found, and one of what to do. */
    @Override
    public String toString() {
        return attribute + " (" + column + "): " + problem + ". " + remedy + ".";
    }
}
