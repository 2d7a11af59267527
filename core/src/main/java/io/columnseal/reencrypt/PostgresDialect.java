package io.columnseal.reencrypt;

import io.columnseal.Storage;
import io.columnseal.catalogue.SealedColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** PostgreSQL. */
final class PostgresDialect extends StandardDialect {

    static final int LOCK_TIMEOUT_SECONDS = 30;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** Types whose values are the same as an array's element and as a parameter, whatever they are. */
    private static final Set<String> BULK_TYPES = Set.of("int2", "int4", "int8", "uuid", "varchar", "text");

    /** What the driver calls the types of columns that number themselves. */
    private static final Map<String, String> SERIAL_TYPES =
            Map.of("smallserial", "int2", "serial", "int4", "bigserial", "int8");

    @Override
    public String exact(SealedColumn column) {
        return column.storage() == Storage.TEXT
                ? "cast(" + column.column() + " as text) collate \"C\""
                : column.column();
    }

    @Override
    public String exactTenant(String column, String type) {
        return type.equals("citext") ? "cast(" + column + " as text)" : column;
    }

    @Override
    public List<KeyColumn> key(Connection connection, SealedColumn column) throws SQLException {
        String query = "select " + String.join(", ", column.keyColumns()) + " from " + column.table() + " where false";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            ResultSetMetaData types = statement.getMetaData();
            List<KeyColumn> key = new ArrayList<>();
            for (int i = 0; i < column.keyColumns().size(); i++) {
                String named = types.getColumnTypeName(i + 1);
                String type = SERIAL_TYPES.getOrDefault(named, named);
                key.add(KeyColumn.plain(column.keyColumns().get(i), BULK_TYPES.contains(type) ? type : null));
            }
            return key;
        }
    }

    @Override
    public KeysetCondition after(List<String> keyOrder) {
        return KeysetCondition.rowValue(keyOrder, ">");
    }

    @Override
    public KeysetCondition upTo(List<String> keyOrder) {
        return KeysetCondition.rowValue(keyOrder, "<=");
    }

    @Override
    public String census(List<ColumnSql> columns) {
        return CensusSql.byArray(columns);
    }

    /** The driver gives both kinds of timestamp the same JDBC type. */
    @Override
    public @Nullable Object readKey(ResultSet row, int index) throws SQLException {
        return row.getMetaData().getColumnTypeName(index).equals("timestamptz")
                ? row.getObject(index, OffsetDateTime.class)
                : super.readKey(row, index);
    }

    /** Texts go untyped, so that the server compares them as the column's type: {@code char(n)}, an enum, an inet. */
    @Override
    public void bindKey(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof String) {
            statement.setObject(index, value, Types.OTHER);
        } else {
            statement.setObject(index, value);
        }
    }

    /**
     * Unless told, it waits for a row's lock as long as somebody holds it, and leaves out rows that a policy hides from the
     * role: values that are not seen would count as none. Now it refuses instead. Ends with the transaction.
     */
    @Override
    public void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local lock_timeout = '" + LOCK_TIMEOUT_SECONDS + "s'; set local row_security = off");
        }
    }

    @Override
    public boolean isReplica(Connection connection) throws SQLException {
        return isTrue(connection, "select pg_is_in_recovery()");
    }

    @Override
    public boolean isTransient(SQLException error) {
        return LOCK_NOT_AVAILABLE.equals(error.getSQLState()) || super.isTransient(error);
    }

    @Override
    public RowWriter rowWriter(TableSql table) {
        boolean bulk = table.key().stream().allMatch(key -> key.bulkType() != null);
        return bulk ? new UnnestRowWriter(table) : super.rowWriter(table);
    }
}
