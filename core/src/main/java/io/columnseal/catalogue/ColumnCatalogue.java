package io.columnseal.catalogue;

import java.util.List;

/**
 * The sealed columns of one application.
 *
 * @param application its name, as the registry of columns knows it
 * @param migrations which of the columns hold values that are not sealed, and how far that is
 */
public record ColumnCatalogue(String application, List<SealedColumn> columns, List<ColumnMigration> migrations) {

    public ColumnCatalogue {
        columns = List.copyOf(columns);
        migrations = List.copyOf(migrations);
    }

    /** One of columns that are all sealed. */
    public ColumnCatalogue(String application, List<SealedColumn> columns) {
        this(application, columns, List.of());
    }
}
