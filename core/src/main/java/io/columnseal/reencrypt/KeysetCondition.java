package io.columnseal.reencrypt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A condition on key columns.
 *
 * @param sql the condition, with placeholders
 * @param parameters for each placeholder, the index of the key column whose value it takes
 */
record KeysetCondition(String sql, List<Integer> parameters) {

    KeysetCondition {
        parameters = List.copyOf(parameters);
    }

    /** {@code (a, b) > (?, ?)}, for databases that find a range of an index by it; or another comparison. */
    static KeysetCondition rowValue(List<String> keyColumns, String comparison) {
        String placeholders = String.join(", ", Collections.nCopies(keyColumns.size(), "?"));
        List<Integer> parameters = new ArrayList<>();
        for (int i = 0; i < keyColumns.size(); i++) {
            parameters.add(i);
        }
        return new KeysetCondition(
                "(" + String.join(", ", keyColumns) + ") " + comparison + " (" + placeholders + ")", parameters);
    }

    /**
     * {@code a >= ? and (a > ? or (b > ?))}: the same without row values; the leading term gives the index its range.
     *
     * @param comparison of the columns before the last one: {@code >} or {@code <}
     * @param lastComparison of the last one, the same or with equality
     */
    static KeysetCondition expanded(List<String> keyColumns, String comparison, String lastComparison) {
        StringBuilder sql = new StringBuilder();
        List<Integer> parameters = new ArrayList<>();
        int last = keyColumns.size() - 1;
        for (int i = 0; i < last; i++) {
            String column = keyColumns.get(i);
            sql.append(column).append(" ").append(comparison).append("= ? and (");
            sql.append(column).append(" ").append(comparison).append(" ? or (");
            parameters.add(i);
            parameters.add(i);
        }
        sql.append(keyColumns.get(last)).append(" ").append(lastComparison).append(" ?");
        sql.append("))".repeat(last));
        parameters.add(last);
        return new KeysetCondition(sql.toString(), parameters);
    }

    /** {@code a = ? and b = ?}. */
    static KeysetCondition equal(List<String> keyColumns) {
        List<Integer> parameters = new ArrayList<>();
        for (int i = 0; i < keyColumns.size(); i++) {
            parameters.add(i);
        }
        return new KeysetCondition(
                keyColumns.stream().map(column -> column + " = ?").collect(Collectors.joining(" and ")), parameters);
    }
}
