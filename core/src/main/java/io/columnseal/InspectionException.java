package io.columnseal;

import org.jspecify.annotations.Nullable;

/**
 * The database refused a query that was to tell something about stored columns. Nothing was changed.
 *
 * <p>The driver's own exception is not chained: drivers print the values of a failed statement.
 */
public final class InspectionException extends ColumnSealException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String table;
    private final @Nullable String column;
    private final @Nullable String sqlState;
    private final int vendorCode;

    /**
     * @param operation what was being done, for example {@code count index values}
     * @param table null if it was not about a table
     * @param column null if it was not about a column
     * @param sqlState the database's SQLSTATE, or null if it gave none
     * @param vendorCode the database's own error code
     */
    public InspectionException(
            String operation,
            @Nullable String table,
            @Nullable String column,
            @Nullable String sqlState,
            int vendorCode) {
        super(
                "The database refused to " + operation + (table == null ? "" : " in " + table + "." + column)
                        + " (SQLSTATE " + sqlState + ", code " + vendorCode
                        + "). Are the names those of this database, and may its user read the table?",
                null);
        this.table = table;
        this.column = column;
        this.sqlState = sqlState;
        this.vendorCode = vendorCode;
    }

    /** As in the catalogue; null if it was not about a table. */
    public @Nullable String table() {
        return table;
    }

    /** As in the catalogue; null if it was not about a column. */
    public @Nullable String column() {
        return column;
    }

    /** The database's SQLSTATE, or null if it gave none. */
    public @Nullable String sqlState() {
        return sqlState;
    }

    /** The database's own error code. */
    public int vendorCode() {
        return vendorCode;
    }
}
