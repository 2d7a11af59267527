package io.columnseal.internal.jdbc;

import io.columnseal.KeyStoreException;
import io.columnseal.KeyStoreRefusedException;
import io.columnseal.KeyStoreSchemaException;
import io.columnseal.KeyStoreUnavailableException;
import java.sql.SQLException;
import java.util.Set;

/** Tells apart what a driver reports, and drops its words: drivers quote values and statements in their messages. */
public final class SqlFailures {

    /** Table, column or schema not found: PostgreSQL, the standard's codes of MySQL and H2, H2's own. */
    private static final Set<String> NOT_THERE =
            Set.of("42P01", "42703", "3F000", "42S02", "42S03", "42S04", "42S22", "90079", "90013");

    /** No right: PostgreSQL and H2. */
    private static final Set<String> DENIED = Set.of("42501", "90096");

    /** Sign-in refused, data that does not fit, constraint, statement that does not fit the tables. */
    private static final Set<String> REFUSED_CLASSES = Set.of("28", "22", "23", "42");

    /** Another node made the same table or row at the same time: the next attempt finds it. */
    private static final Set<String> MADE_BY_ANOTHER = Set.of("42P06", "42P07", "42710", "42S01");

    /** MySQL's state for much, limits that pass among it. */
    private static final String MYSQL_ANYTHING = "42000";

    /** No right to the database, table or column, or to the operation. */
    private static final Set<Integer> MYSQL_DENIED = Set.of(1044, 1142, 1143, 1227);

    /** The standard's state for what a trigger refuses; those of the scripts use it. */
    static final String RAISED = "45000";

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

    /** Whether a trigger refused the statement. */
    public static boolean isRaised(SQLException e) {
        return RAISED.equals(e.getSQLState());
    }

    /** Whether the user has no right to the statement. */
    public static boolean isDenied(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return DENIED.contains(state) || state.equals(MYSQL_ANYTHING) && MYSQL_DENIED.contains(e.getErrorCode());
    }

    /**
     * The typed error.
     *
     * @param operation what was being done, for example {@code read key 00f3…}
     */
    static KeyStoreException typed(String operation, SQLException e) {
        if (isMissing(e)) {
            return new KeyStoreSchemaException(
                    "The key tables are missing or of another version (could not " + operation + "). Run "
                            + SchemaScript.LOCATION + "schema-<postgresql|mysql|h2>.sql or the migration in "
                            + SchemaScript.MIGRATIONS + ", call createSchema(), or correct"
                            + " columnseal.key-store.schema and columnseal.key-store.table-prefix",
                    wordless(e));
        }
        return isRefusal(e)
                ? new KeyStoreRefusedException(operation, wordless(e))
                : new KeyStoreUnavailableException(operation, wordless(e));
    }

    private static boolean isMissing(SQLException e) {
        return NOT_THERE.contains(String.valueOf(e.getSQLState()))
                || e.getErrorCode() == MYSQL_UNKNOWN_DATABASE && MYSQL_ANYTHING.equals(e.getSQLState());
    }

    /** Whoever lost the right to read keys must not go on with those in memory, as an outage lets him. */
    private static boolean isRefusal(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (isDuplicate(e) || MADE_BY_ANOTHER.contains(state)) {
            return false;
        }
        if (state.equals(MYSQL_ANYTHING) || isRaised(e)) {
            return isDenied(e) || isRaised(e);
        }
        return isDenied(e) || state.length() == 5 && REFUSED_CLASSES.contains(state.substring(0, 2));
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
