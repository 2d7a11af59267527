package io.columnseal.reencrypt;

import io.columnseal.Storage;
import io.columnseal.catalogue.SealedColumn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** MySQL and MariaDB; one for each run. */
final class MySqlDialect extends StandardDialect {

    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int DEADLOCK = 1213;
    private static final int MARIADB_STATEMENT_TIMEOUT = 1969;
    private static final int MYSQL_STATEMENT_TIMEOUT = 3024;
    private static final Set<Integer> TRANSIENT_CODES =
            Set.of(LOCK_WAIT_TIMEOUT, DEADLOCK, MARIADB_STATEMENT_TIMEOUT, MYSQL_STATEMENT_TIMEOUT);

    /** Types of which a value that was read is the same again in a column of that type. */
    private static final Pattern BULK_TYPE =
            Pattern.compile("(tinyint|smallint|mediumint|int|bigint|varchar|char|binary|varbinary|uuid)\\b");

    /** Whether this run's database takes temporary tables, until it turns out that it does not. */
    private final AtomicBoolean temporaryTables = new AtomicBoolean(true);

    /** Their default collations take {@code a} and {@code A} for the same, which base64 does not. */
    @Override
    public String exact(SealedColumn column) {
        return column.storage() == Storage.TEXT
                ? "convert(" + column.column() + " using utf8mb4) collate utf8mb4_bin"
                : column.column();
    }

    /** Binary, since the collation above takes no notice of blanks at the end. */
    @Override
    public String exactPlain(SealedColumn column) {
        return column.storage() == Storage.TEXT
                ? "cast(convert(" + column.column() + " using utf8mb4) as binary)"
                : column.column();
    }

    @Override
    public String exactTenant(String column, String type) {
        return "cast(" + column + " as binary)";
    }

    @Override
    public List<KeyColumn> key(Connection connection, SealedColumn column) throws SQLException {
        Map<String, String> types = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet columns = statement.executeQuery("show columns from " + column.table())) {
            while (columns.next()) {
                String name = columns.getString("Field").toLowerCase(Locale.ROOT);
                types.put(name, columns.getString("Type").toLowerCase(Locale.ROOT));
            }
        }
        return column.keyColumns().stream()
                .map(name -> keyColumn(name, types.getOrDefault(unquoted(name), "")))
                .toList();
    }

    /** Those with {@code on update current_timestamp}. */
    @Override
    public List<String> stamps(Connection connection, SealedColumn column) throws SQLException {
        List<String> stamps = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet columns = statement.executeQuery("show columns from " + column.table())) {
            while (columns.next()) {
                if (columns.getString("Extra").toLowerCase(Locale.ROOT).contains("on update")) {
                    stamps.add("`" + columns.getString("Field").replace("`", "``") + "`");
                }
            }
        }
        return stamps;
    }

    private static KeyColumn keyColumn(String name, String type) {
        String text = "cast(" + name + " as char)";
        if (type.startsWith("enum(") || type.startsWith("set(")) {
            // Sorts by its ordinal and compares as text: pages in one order, bounded in the other, would miss rows
            return new KeyColumn(name, name, text, null);
        }
        if (type.startsWith("date") || type.startsWith("time")) {
            // MariaDB's driver takes even a LocalDateTime through the JVM's zone, in which it may not exist
            return new KeyColumn(name, text, name, null);
        }
        if (type.startsWith("tinyint(1)") || type.startsWith("bit(")) {
            // Their drivers read a tinyint(1) as a boolean, and 2 would come back as 1
            String number = type.startsWith("bit") ? "unsigned" : "signed";
            return new KeyColumn(name, "cast(" + name + " as " + number + ")", name, null);
        }
        return KeyColumn.plain(name, BULK_TYPE.matcher(type).lookingAt() ? type : null);
    }

    /** Connector/J sends a BigInteger as a long: the upper half of {@code bigint unsigned} would turn negative. */
    @Override
    public void bindKey(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof BigInteger number) {
            statement.setBigDecimal(index, new BigDecimal(number));
        } else {
            super.bindKey(statement, index, value);
        }
    }

    private static String unquoted(String name) {
        return name.replaceAll("^`|`$", "").replace("``", "`").toLowerCase(Locale.ROOT);
    }

    @Override
    public String limit(int rows) {
        return "limit " + rows;
    }

    /** What follows another server has it set; so has one that is to be shut down, where a count can wait. */
    @Override
    public boolean isReplica(Connection connection) throws SQLException {
        return isTrue(connection, "select @@global.read_only");
    }

    /** Connector/J takes no notice of a number of rows, but of this one. */
    @Override
    public void stream(PreparedStatement query) throws SQLException {
        if (query.getConnection().getMetaData().getDriverName().startsWith("MySQL")) {
            query.setFetchSize(Integer.MIN_VALUE);
        } else {
            super.stream(query);
        }
    }

    @Override
    public boolean isTransient(SQLException error) {
        return TRANSIENT_CODES.contains(error.getErrorCode()) || super.isTransient(error);
    }

    @Override
    public RowWriter rowWriter(TableSql table) {
        boolean bulk = table.key().stream().allMatch(key -> key.bulkType() != null);
        return bulk ? new TemporaryTableRowWriter(table, temporaryTables) : super.rowWriter(table);
    }
}
