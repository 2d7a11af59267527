package io.columnseal.catalogue;

import java.util.List;

/**
 * The sealed columns of one application.
 *
 * @param application its name, as the registry of columns knows it
 * @param migrations which of the columns hold values that are not sealed, and how far that is
 * @param tenantsApart whether tenants have databases, schemas or database users of their own, so that there is no one place that
 *     holds all values
 */
public record ColumnCatalogue(
        String application, List<SealedColumn> columns, List<ColumnMigration> migrations, boolean tenantsApart) {

    public ColumnCatalogue {
        columns = List.copyOf(columns);
        migrations = List.copyOf(migrations);
    }

    /** One of columns that lie in one place. */
    public ColumnCatalogue(String application, List<SealedColumn> columns, List<ColumnMigration> migrations) {
        this(application, columns, migrations, false);
    }

    /** One of columns that lie in one place and are all sealed. */
    public ColumnCatalogue(String application, List<SealedColumn> columns) {
        this(application, columns, List.of());
    }
}
