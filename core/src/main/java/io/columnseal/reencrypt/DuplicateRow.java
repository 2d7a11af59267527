package io.columnseal.reencrypt;

import java.util.List;

/**
 * A row that could not get its index value, since another row of the unique index holds the same: their values are equal, or
 * the other one's index value is not that of its value.
 *
 * @param key of the row, in the order of {@link io.columnseal.catalogue.SealedColumn#keyColumns()}; empty in a table
 *     without a key
 * @param otherKey of the other row; empty also if it was gone when it was looked for
 */
public record DuplicateRow(List<Object> key, List<Object> otherKey) {

    public DuplicateRow {
        key = List.copyOf(key);
        otherKey = List.copyOf(otherKey);
    }
}
