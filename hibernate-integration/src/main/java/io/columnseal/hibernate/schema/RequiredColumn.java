package io.columnseal.hibernate.schema;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.boot.model.naming.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * A column of an encrypted attribute as it has to be.
 *
 * @param attribute what it stores, under the entity's JPA name
 * @param namesContext whether the annotation names the context, so that it does not follow table and column
 * @param catalog null for the connection's own
 * @param schema null for the connection's own
 * @param qualifiedTable the table as it is written in SQL
 * @param quotedColumn the column as it is written in SQL
 * @param sqlType its type as it is written in SQL
 * @param definition type and further properties, as some databases want them repeated when the type changes
 * @param minimumLength shortest length that holds every value the mapping allows
 */
public record RequiredColumn(
        EncryptedAttribute attribute,
        boolean namesContext,
        @Nullable Identifier catalog,
        @Nullable Identifier schema,
        Identifier table,
        Identifier column,
        String qualifiedTable,
        String quotedColumn,
        String sqlType,
        String definition,
        long minimumLength) {}
