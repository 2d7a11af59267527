package io.columnseal.reencrypt;

import io.columnseal.ReencryptionException;
import io.columnseal.catalogue.SealedColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** What the database itself calls a column, however SQL spells it: with or without schema and quotes, in whatever case. */
record StoredName(List<String> parts) {

    /** What databases say of a table, a column or a schema that is not there. */
    private static final Set<String> MISSING =
            Set.of("42P01", "42703", "3F000", "42S02", "42S03", "42S04", "42S22", "90079");

    /** What MySQL and MariaDB say of a database that is not there, beside a state that means much else. */
    private static final int NO_SUCH_DATABASE = 1049;

    /** Names of tables are looked for along a search path, and only the number of a table is its own. */
    private static final String POSTGRES_TABLE = "select cast(cast(? as regclass) as oid)";

    /** Its first column is called {@code Table}, or {@code View}. */
    private static final String MYSQL_TABLE = "show create table ";

    /** What MySQL and MariaDB say where the definition of a view is not for this user. */
    private static final int DENIED = 1142;

    private static final String TABLE_TYPE =
            "select table_type from information_schema.tables where table_schema = ? and table_name = ?";

    /** Whether an error says that the column is not there. */
    static boolean isMissing(ReencryptionException e) {
        return MISSING.contains(String.valueOf(e.sqlState())) || e.vendorCode() == NO_SUCH_DATABASE;
    }

    /**
     * Empty if there is no such column, or the driver does not tell. Empty for views as well where it may tell the table below:
     * what a view shows now says nothing of the rows that come later.
     */
    static Optional<StoredName> of(DataSource dataSource, SealedColumn column) {
        Dialect dialect = Dialects.of(dataSource);
        try {
            return new RetriedTransactions(dataSource, dialect)
                    .run("look at a column", column, connection -> of(connection, column, dialect));
        } catch (ReencryptionException e) {
            if (isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Optional<StoredName> of(Connection connection, SealedColumn column, Dialect dialect)
            throws SQLException {
        String sql = "select " + column.column() + " from " + column.table() + " where 1 = 0";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet none = statement.executeQuery()) {
            ResultSetMetaData stored = none.getMetaData();
            String name = stored.getColumnName(1);
            if (dialect instanceof PostgresDialect) {
                return Optional.of(new StoredName(List.of(table(connection, column.table()), name)));
            }
            String schema = stored.getSchemaName(1);
            String table = stored.getTableName(1);
            boolean isTable = dialect instanceof MySqlDialect
                    ? isMySqlTable(connection, column.table())
                    : isTable(connection, schema, table);
            return isTable && !table.isEmpty()
                    ? Optional.of(new StoredName(List.of(stored.getCatalogName(1), schema, table, name)))
                    : Optional.empty();
        }
    }

    /** The number of what is called so, a view's own for a view. */
    private static String table(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(POSTGRES_TABLE)) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static boolean isMySqlTable(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MYSQL_TABLE + table);
                ResultSet row = statement.executeQuery()) {
            return row.getMetaData().getColumnLabel(1).equals("Table");
        } catch (SQLException e) {
            if (e.getErrorCode() == DENIED) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isTable(Connection connection, String schema, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TABLE_TYPE)) {
            statement.setString(1, schema);
            statement.setString(2, table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getString(1).equals("BASE TABLE");
            }
        }
    }
}
