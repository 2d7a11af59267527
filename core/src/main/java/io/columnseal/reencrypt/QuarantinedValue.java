package io.columnseal.reencrypt;

import io.columnseal.key.KeyId;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a value lies that a run could not move and left exactly as it is. Never what the value holds.
 *
 * @param table as in the catalogue
 * @param column as in the catalogue
 * @param rowKey the row's key, for people; empty where a table has none
 * @param key the key that the value names, or null if it names none
 * @param reason why it stays
 * @param foundAt when the run met it
 */
public record QuarantinedValue(
        String table,
        String column,
        String rowKey,
        @Nullable KeyId key,
        Reason reason,
        Instant foundAt) {

    /** What tells it from all others of a run. */
    List<String> place() {
        return place(table, column, rowKey);
    }

    static List<String> place(String table, String column, String rowKey) {
        return List.of(table, column, rowKey);
    }
}
