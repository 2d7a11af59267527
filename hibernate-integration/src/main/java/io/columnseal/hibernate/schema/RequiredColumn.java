package io.columnseal.hibernate.schema;

import io.columnseal.Storage;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.boot.model.naming.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * A column of an encrypted attribute or of its blind index as it has to be.
 *
 * @param content what it stores
 * @param attribute whose values, under the entity's JPA name
 * @param namesContext whether the annotation names the context, so that it does not follow table and column
 * @param catalog null for the connection's own
 * @param schema null for the connection's own
 * @param qualifiedTable the table as it is written in SQL
 * @param quotedColumn the column as it is written in SQL
 * @param sqlType its type as it is written in SQL
 * @param definition type and further properties, as some databases want them repeated when the type changes
 * @param minimumLength shortest length that holds every value the mapping allows
 * @param indexes the blind indexes of a sealed column
 * @param unique whether a column of index values needs a unique database index
 * @param createIndex statements that give a column of index values its database index; none for a sealed column
 */
public record RequiredColumn(
        Content content,
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
        long minimumLength,
        List<IndexColumn> indexes,
        boolean unique,
        List<String> createIndex) {

    public RequiredColumn {
        indexes = List.copyOf(indexes);
        createIndex = List.copyOf(createIndex);
    }

    /** The columns of each schema, in which a database tells of all at once. */
    static Collection<List<RequiredColumn>> bySchema(List<RequiredColumn> columns) {
        return columns.stream()
                .collect(Collectors.groupingBy(
                        column -> List.of(Optional.ofNullable(column.catalog()), Optional.ofNullable(column.schema()))))
                .values();
    }

    Storage storage() {
        return content == Content.INDEX_VALUES ? Storage.BINARY : attribute.storage();
    }

    /** What a column may store. */
    public enum Content {
        SEALED_VALUES("sealed values"),
        INDEX_VALUES("index values");

        private final String text;

        Content(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
