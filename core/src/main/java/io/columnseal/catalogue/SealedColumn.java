package io.columnseal.catalogue;

import io.columnseal.FieldContext;
import io.columnseal.Storage;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * @param tenant where a row names its tenant, or null if that is not known or there are no tenants
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
        List<IndexColumn> indexes,
        @Nullable TenantColumn tenant) {

    public SealedColumn {
        keyColumns = List.copyOf(keyColumns);
        indexes = List.copyOf(indexes);
        requireNotBlank("table", table);
        requireNotBlank("column", column);
        keyColumns.forEach(key -> requireNotBlank("keyColumns", key));
        requireNotBlank("context", context);
        if (tenant != null
                && !tenant.table().equals(table)
                && (tenant.keyColumns().isEmpty() || tenant.keyColumns().size() > keyColumns.size())) {
            throw new IllegalArgumentException(
                    "tenant must lie in the same table, or in one whose key columns match the first of keyColumns");
        }
        // Whatever a value cannot be sealed for
        FieldContext unused = new FieldContext(null, context, purpose, null, paddingBytes);
    }

    /** A column of which is not known where its rows name their tenant. */
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
            boolean shared,
            List<IndexColumn> indexes) {
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
                indexes,
                null);
    }

    /** A column without indexes, of which is not known where its rows name their tenant. */
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

    /** The same with rows that name their tenant there, which a catalogue read from mappings may not know. */
    public SealedColumn withTenant(TenantColumn tenant) {
        return new SealedColumn(
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
                indexes,
                tenant);
    }

    private static void requireNotBlank(String component, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(component + " must not be blank");
        }
    }
}
