package io.columnseal.hibernate.mapping;

import io.columnseal.hibernate.internal.AttributeIndex;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.boot.model.relational.Database;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Index;
import org.hibernate.mapping.Table;

/**
 * The blind index of an attribute in the mapping being built.
 *
 * @param column where index values are stored, in the attribute's own table
 * @param declaredName what the application calls the database index; empty for a name made for each table
 */
record BoundIndex(AttributeIndex index, Column column, String declaredName) {

    /** Gives a table that has the column a database index on it. */
    Index createOn(Table table, Database database) {
        Index index = table.getOrCreateIndex(IndexNames.index(declaredName, table, column, database));
        index.addColumn(column);
        return index;
    }

    /** Whether a table has the column, its own or that of a superclass's table. */
    boolean isStoredIn(Table table) {
        return table.getColumns().stream()
                .anyMatch(candidate ->
                        candidate.equals(column) && Objects.equals(candidate.getValue(), column.getValue()));
    }

    /** The database index that {@link #createOn} gave a table. */
    Optional<Index> on(Table table) {
        return table.getIndexes().values().stream()
                .filter(index -> index.getColumns().equals(List.of(column)))
                .findFirst();
    }
}
