package io.columnseal.reencrypt;

import io.columnseal.ConfigurationException;
import io.columnseal.catalogue.TenantColumn;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the names of tenants from rows, as sessions of those tenants call them. */
final class TenantNames {

    private static final Set<JDBCType> BYTES =
            EnumSet.of(JDBCType.BINARY, JDBCType.VARBINARY, JDBCType.LONGVARBINARY, JDBCType.BLOB);

    private TenantNames() {}

    /**
     * Refuses a column that holds bytes, such as a UUID's: a driver makes another text of them than the application does, and
     * values would be sealed for a tenant that there is not.
     *
     * @throws ConfigurationException if the rows name their tenants so
     */
    static void requireReadable(Connection connection, PlainSql sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery(sql.tenantOfNoRow())) {
            ResultSetMetaData types = none.getMetaData();
            // H2 calls its own type of UUIDs binary, and makes the usual text of them
            if (BYTES.contains(JDBCType.valueOf(types.getColumnType(1)))
                    && !types.getColumnTypeName(1).equalsIgnoreCase("uuid")) {
                throw new ConfigurationException(
                        "@TenantId",
                        "rows of " + sql.column().column().table() + " name their tenant in bytes ("
                                + types.getColumnTypeName(1)
                                + "), of which a migration cannot tell what the application"
                                + " calls the tenant; make it a text or a uuid column");
            }
        }
    }

    /**
     * Whether the database takes names for the same that everybody else takes for different ones, by case, accents or blanks at the
     * end.
     */
    static boolean mayDiffer(Connection connection, PlainSql sql, TenantColumn tenant) throws SQLException {
        return !exact(connection, sql, tenant).equals(tenant.column());
    }

    /**
     * Refuses names that the database takes for the same: rows that sessions of one tenant see would be sealed for another one.
     *
     * @throws ConfigurationException if there are such
     */
    static void requireDistinct(Connection connection, PlainSql sql, TenantColumn tenant) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery("select count(distinct " + tenant.column()
                        + "), count(distinct " + exact(connection, sql, tenant) + ") from " + tenant.table())) {
            names.next();
            if (names.getLong(1) != names.getLong(2)) {
                throw new ConfigurationException(
                        "@TenantId",
                        tenant.column() + " of " + tenant.table()
                                + " names a tenant in several ways (by case, accents or"
                                + " blanks at the end), which the database takes for the same: write it in the one way in"
                                + " which the application calls it");
            }
        }
    }

    private static String exact(Connection connection, PlainSql sql, TenantColumn tenant) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery(sql.tenantOfNoRow())) {
            return sql.column()
                    .dialect()
                    .exactTenant(tenant.column(), none.getMetaData().getColumnTypeName(1));
        }
    }

    /** All that rows name, each once. */
    static Set<String> all(Connection connection, TenantColumn tenant) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select distinct " + tenant.column() + " from " + tenant.table()
                        + " where " + tenant.column() + " is not null")) {
            while (rows.next()) {
                names.add(Objects.requireNonNull(read(rows, 1), "the query leaves nulls out"));
            }
        }
        return names;
    }

    /** Whether sessions of another tenant see the rows that have a name. */
    static boolean isSeenBy(Connection connection, TenantColumn tenant, String name, String other) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select count(*) from " + tenant.table()
                + " where " + tenant.column() + " = ? and " + tenant.column() + " = ?")) {
            statement.setString(1, name);
            statement.setString(2, other);
            try (ResultSet count = statement.executeQuery()) {
                count.next();
                return count.getLong(1) > 0;
            }
        }
    }

    /** Null if the row names none. Blanks that fill a {@code char(n)} up are no part of a name. */
    static @Nullable String read(ResultSet row, int index) throws SQLException {
        String name = row.getString(index);
        return name != null && name.endsWith(" ") && row.getMetaData().getColumnType(index) == Types.CHAR
                ? name.stripTrailing()
                : name;
    }
}
