package io.columnseal.catalogue;

import io.columnseal.FieldContext;
import io.columnseal.Storage;
import java.util.List;

/**
 * A column that holds sealed values.
 *
 * @param entity entity or collection role that maps it, for messages
 * @param attribute dotted path of the attribute, for messages
 * @param table name as it is written in SQL: qualified and quoted where needed
 * @param keyColumns columns that identify a row, as written in SQL; empty when the table has no key (a bag). They are
 *     meant to be not null: if a row holds null in one, a table is walked as if it had no key, which makes the database
 *     sort its values
 * @param column name as it is written in SQL
 * @param context name of the {@link FieldContext} its values are sealed for
 * @param purpose purpose of that context
 * @param codec name of the value codec
 * @param storage how values lie in the column
 * @param paddingBytes block that values are padded to, as in {@link FieldContext}
 * @param shared whether values belong to the default tenant in every session
 * @param indexes columns of index values made from the same values, in a stable order
 */
public record SealedColumn(
        String entity,
        String attribute,
        String table,
        List<String> keyColumns,
        String column,
        String context,
        String purpose,
        String codec,
        Storage storage,
        int paddingBytes,
        boolean shared,
        List<IndexColumn> indexes) {

    public SealedColumn {
        keyColumns = List.copyOf(keyColumns);
        indexes = List.copyOf(indexes);
        requireNotBlank("table", table);
        requireNotBlank("column", column);
        keyColumns.forEach(key -> requireNotBlank("keyColumns", key));
        requireNotBlank("context", context);
        // Whatever a value cannot be sealed for
        FieldContext unused = new FieldContext(null, context, purpose, null, paddingBytes);
    }

    /** A column without indexes. */
    public SealedColumn(
            String entity,
            String attribute,
            String table,
            List<String> keyColumns,
            String column,
            String context,
            String purpose,
            String codec,
            Storage storage,
            int paddingBytes,
            boolean shared) {
        this(
                entity,
                attribute,
                table,
                keyColumns,
                column,
                context,
                purpose,
                codec,
                storage,
                paddingBytes,
                shared,
                List.of());
    }

    private static void requireNotBlank(String component, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(component + " must not be blank");
        }
    }
}
