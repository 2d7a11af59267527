package io.columnseal.catalogue;

/**
 * That the values of a column need not all be sealed yet.
 *
 * @param table as the column's
 * @param column as the column's
 * @param phase name of the {@code io.columnseal.migrate.MigrationPhase} that is declared for it
 * @param imported whether an importer of the application reads the values that are not sealed, which are no plain ones then
 */
public record ColumnMigration(String table, String column, String phase, boolean imported) {

    /** Whether it is this column's. */
    public boolean isOf(SealedColumn other) {
        return table.equals(other.table()) && column.equals(other.column());
    }
}
