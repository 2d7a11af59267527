package io.columnseal.hibernate.mapping;

import io.columnseal.Uniqueness;
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

    /** Gives the attribute's own table a database index on the column. */
    void createOn(Table table, Database database) {
        create(table, declaredName, database);
    }

    /** Gives the same to the table of a subclass, where a declared name is taken already. */
    void createOnSubclass(Table table, Database database) {
        create(table, declaredName.isEmpty() ? "" : declaredName + "_" + table.getName(), database);
    }

    private void create(Table table, String name, Database database) {
        Index made = table.getOrCreateIndex(IndexNames.index(name, index.uniqueness(), table, column, database));
        made.setUnique(isUnique());
        made.addColumn(column);
    }

    /** Whether no two rows may hold the same index value. */
    boolean isUnique() {
        return index.uniqueness() != Uniqueness.NONE;
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
