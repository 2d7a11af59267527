package io.columnseal.hibernate.mapping;

import org.hibernate.mapping.Column;
import org.hibernate.mapping.Index;
import org.hibernate.mapping.Selectable;
import org.hibernate.mapping.Table;
import org.hibernate.mapping.UniqueKey;

/**
 * Refuses what compares sealed values in the database: unique constraints and indexes. The same value is
 * sealed differently each time, so a unique constraint would never hold anything back and an index never find anything.
 */
final class ConstraintCheck implements MappingCheck {

    @Override
    public void check(EncryptedMapping mapping) {
        for (BoundAttribute attribute : mapping.attributes()) {
            if (attribute.column().isUnique()) {
                throw unique(attribute);
            }
        }
        for (Table table : mapping.metadata().collectTableMappings()) {
            for (UniqueKey key : table.getUniqueKeys().values()) {
                for (Column column : key.getColumns()) {
                    mapping.storedIn(table, column).ifPresent(attribute -> {
                        throw unique(attribute);
                    });
                }
            }
            for (Index index : table.getIndexes().values()) {
                for (Selectable selectable : index.getSelectables()) {
                    check(mapping, table, index, selectable);
                }
            }
        }
    }

    private static void check(EncryptedMapping mapping, Table table, Index index, Selectable selectable) {
        if (selectable instanceof Column column) {
            mapping.storedIn(table, column).ifPresent(attribute -> {
                throw attribute.refused(
                        "index " + index.getName() + " covers the encrypted column, and would never find a value",
                        "Leave the column out of the index");
            });
        }
    }

    private static RuntimeException unique(BoundAttribute attribute) {
        return attribute.refused(
                "a unique constraint covers the encrypted column, and would never hold back an equal value",
                "Leave the column out of the constraint, and annotate the attribute @BlindIndex(unique = true)");
    }
}
