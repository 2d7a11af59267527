package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import io.columnseal.key.KeyId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What a run would do, counted without changing anything.
 *
 * @param columns one forecast per column of the catalogue, in its order
 * @param rowsPerSecond what the {@linkplain #estimatedTime estimated time} assumes; of a row, all columns are moved together
 */
public record ReencryptionPlan(List<ColumnForecast> columns, double rowsPerSecond) {

    public ReencryptionPlan {
        columns = List.copyOf(columns);
    }

    /**
     * What a run would do to one column.
     *
     * @param keys the replaced keys whose values are to be moved, the most frequent first
     * @param undecryptable values that no run can move, by key and reason
     */
    public record ColumnForecast(SealedColumn column, List<KeyForecast> keys, List<Undecryptable> undecryptable) {

        public ColumnForecast {
            keys = List.copyOf(keys);
            undecryptable = List.copyOf(undecryptable);
        }

        private long rows() {
            return keys.stream().mapToLong(KeyForecast::rows).sum();
        }
    }

    /**
     * Values to be moved under one key.
     *
     * @param tenant whose values they are, by the key's row
     * @param compromised whether the key is known or feared to be leaked; its values are moved first
     * @param rows how many
     * @param bytes length of all of them as stored
     */
    public record KeyForecast(KeyId key, String tenant, boolean compromised, long rows, long bytes) {}

    /** Values to be moved. */
    public long rows() {
        return sum(KeyForecast::rows);
    }

    /** Length of the values to be moved, as stored. */
    public long bytes() {
        return sum(KeyForecast::bytes);
    }

    /** Values to be moved under compromised keys. */
    public long compromisedRows() {
        return sum(key -> key.compromised() ? key.rows() : 0);
    }

    /** How often the KMS is asked at most: once for each key that is not in memory, those that seal included. */
    public long kmsCalls() {
        long opened = keys().map(KeyForecast::key).distinct().count();
        long sealing = keys().map(KeyForecast::tenant).distinct().count();
        return opened + sealing;
    }

    /**
     * How long a run takes at {@link #rowsPerSecond}, waits for its time of the day not included. It takes longer where rows
     * have values to be moved in one column, and others of the table in another.
     */
    public Duration estimatedTime() {
        Map<List<Object>, Long> rows = new HashMap<>();
        for (ColumnForecast forecast : columns) {
            SealedColumn column = forecast.column();
            Object together = column.keyColumns().isEmpty() ? column.column() : column.keyColumns();
            rows.merge(List.of(column.table(), together), forecast.rows(), Math::max);
        }
        long all = rows.values().stream().mapToLong(Long::longValue).sum();
        return Duration.ofMillis(Math.round(all / rowsPerSecond * 1000));
    }

    private long sum(ToLongFunction<KeyForecast> figure) {
        return keys().mapToLong(figure).sum();
    }

    private Stream<KeyForecast> keys() {
        return columns.stream().flatMap(column -> column.keys().stream());
    }
}
