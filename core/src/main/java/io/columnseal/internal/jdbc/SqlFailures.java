package io.columnseal.internal.jdbc;

import io.columnseal.KeyStoreException;
import io.columnseal.KeyStoreSchemaException;
import io.columnseal.KeyStoreUnavailableException;
import java.sql.SQLException;
import java.util.Set;

/** Tells apart what a driver reports, and drops its words: drivers quote values and statements in their messages. */
public final class SqlFailures {

    /** Table, column or schema not found: PostgreSQL, the standard's codes of MySQL and H2, H2's own. */
    private static final Set<String> NOT_THERE =
            Set.of("42P01", "42703", "3F000", "42S02", "42S03", "42S04", "42S22", "90079", "90013");

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String MYSQL_INTEGRITY = "23000";
    private static final int MYSQL_UNKNOWN_DATABASE = 1049;
    private static final int MYSQL_DUPLICATE_ENTRY = 1062;

    private SqlFailures() {}

    /** Whether a unique constraint refused the statement. */
    public static boolean isDuplicate(SQLException e) {
        return UNIQUE_VIOLATION.equals(e.getSQLState())
                || MYSQL_INTEGRITY.equals(e.getSQLState()) && e.getErrorCode() == MYSQL_DUPLICATE_ENTRY;
    }

    /**
     * The typed error.
     *
     * @param operation what was being done, for example {@code read key 00f3…}
     */
    static KeyStoreException typed(String operation, SQLException e) {
        boolean notThere = NOT_THERE.contains(String.valueOf(e.getSQLState()))
                || e.getErrorCode() == MYSQL_UNKNOWN_DATABASE && "42000".equals(e.getSQLState());
        return notThere
                ? new KeyStoreSchemaException(
                        "The key tables are missing or of another version (could not " + operation + "). Run "
                                + SchemaScript.LOCATION + "schema-<postgresql|mysql|h2>.sql or the migration in "
                                + SchemaScript.MIGRATIONS + ", call createSchema(), or correct"
                                + " columnseal.key-store.schema and columnseal.key-store.table-prefix",
                        wordless(e))
                : new KeyStoreUnavailableException(operation, wordless(e));
    }

    /** Class, SQLSTATE, code and place of the driver's exception, without its message. */
    static SQLException wordless(SQLException e) {
        SQLException copy = new SQLException(
                e.getClass().getName() + ", SQLSTATE " + e.getSQLState() + ", code " + e.getErrorCode(),
                e.getSQLState(),
                e.getErrorCode());
        copy.setStackTrace(e.getStackTrace());
        return copy;
    }
}
