package io.columnseal.catalogue;

import java.util.List;

/**
 * The column that says which tenant a row belongs to.
 *
 * @param table the table it lies in, as written in SQL: that of the sealed column, or the one that it extends or belongs to
 * @param keyColumns columns that identify a row of that table, as written in SQL; elsewhere than in the sealed column's table
 *     they match the first of its key columns, in their order
 * @param column its name as it is written in SQL
 */
public record TenantColumn(String table, List<String> keyColumns, String column) {

    public TenantColumn {
        keyColumns = List.copyOf(keyColumns);
        requireNotBlank("table", table);
        requireNotBlank("column", column);
        keyColumns.forEach(key -> requireNotBlank("keyColumns", key));
    }

    private static void requireNotBlank(String component, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(component + " must not be blank");
        }
    }
}
