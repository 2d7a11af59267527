package io.columnseal;

import org.jspecify.annotations.Nullable;

/**
 * The database refused a statement of a re-encryption run, and repeating it did not help. Pages written before stay
 * written; run again once the cause is removed.
 *
 * <p>The driver's own exception is not chained: drivers print the values of a failed statement.
 */
public final class ReencryptionException extends ColumnSealException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String table;
    private final @Nullable String column;
    private final @Nullable String sqlState;
    private final int vendorCode;

    /**
     * @param operation what was being done, for example {@code read a page}
     * @param table null if it was not about a table
     * @param column null if it was not about a column
     * @param sqlState the database's SQLSTATE, or null if it gave none
     * @param vendorCode the database's own error code
     */
    public ReencryptionException(
            String operation,
            @Nullable String table,
            @Nullable String column,
            @Nullable String sqlState,
            int vendorCode) {
        super(
                "Re-encryption" + (table == null ? "" : " of " + table + "." + column) + " failed to " + operation
                        + " (SQLSTATE " + sqlState + ", code " + vendorCode
                        + "). What was written stays; remove the cause and run again",
                null);
        this.table = table;
        this.column = column;
        this.sqlState = sqlState;
        this.vendorCode = vendorCode;
    }

    /** As in the catalogue; null if the run had not come to one. */
    public @Nullable String table() {
        return table;
    }

    /** As in the catalogue; null if the run had not come to one. */
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
