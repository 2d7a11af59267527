package io.columnseal.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a table: what was measured, its values, and its ratios to other lines of the same run.
 *
 * @param labels what was measured, by column title, in the order of the columns
 * @param values by column title, which names the unit; a line need not have all of its table's
 */
public record Row(Map<String, String> labels, Map<String, Spread> values) {

    /** Starts a row, whose first label is this one. */
    public static Builder of(String title, String label) {
        return new Builder().label(title, label);
    }

    /** Collects a row column by column. */
    public static final class Builder {

        private final Map<String, String> labels = new LinkedHashMap<>();
        private final Map<String, Spread> values = new LinkedHashMap<>();

        private Builder() {}

        public Builder label(String title, String label) {
            labels.put(title, label);
            return this;
        }

        /** Adds a value, or leaves its place empty. */
        public Builder value(String title, Optional<Spread> value) {
            value.ifPresent(spread -> values.put(title, spread));
            return this;
        }

        public Row build() {
            return new Row(labels, values);
        }
    }
}
