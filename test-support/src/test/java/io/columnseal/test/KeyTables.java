package io.columnseal.test;

import io.columnseal.key.AccessLog;
import io.columnseal.key.KeyId;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import javax.sql.DataSource;

/** The key tables as somebody sees and edits them who has the database but no key. */
final class KeyTables {

    private static final List<String> TABLES = List.of(
            "data_encryption_keys",
            "master_key_access_log",
            "columnseal_columns",
            "columnseal_key_notes",
            "columnseal_approvals",
            "columnseal_runs",
            "columnseal_run_parts",
            "columnseal_run_ranges",
            "columnseal_quarantine",
            "columnseal_tasks",
            "columnseal_meta");

    private final DataSource dataSource;

    KeyTables(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    int update(String sql, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of the first row. */
    Object value(String sql, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getObject(1) : null;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every row of every table, to see that nothing was written. */
    List<String> dump() {
        List<String> rows = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            for (String table : TABLES) {
                try (PreparedStatement statement =
                                connection.prepareStatement("select * from " + table + " order by 1");
                        ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        rows.add(table + ": " + text(row));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }

    /** The access log under a prefix, oldest entry first. */
    List<AccessLog.Entry> uses(String prefix) {
        List<AccessLog.Entry> uses = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select occurred_at, operation, success, occurrences, actor, origin, key_id, key_version,"
                                + " previous_key_id, previous_version, kek_id, previous_kek_id, tenant, context,"
                                + " reason, backup, error from " + prefix + "master_key_access_log order by id");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                uses.add(entry(row));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return uses;
    }

    private static AccessLog.Entry entry(ResultSet row) throws SQLException {
        byte[] tenant = row.getBytes(13);
        return new AccessLog.Entry(
                Instant.EPOCH.plus(row.getLong(1), ChronoUnit.MICROS),
                row.getString(2),
                row.getBoolean(3),
                row.getInt(4),
                row.getString(5),
                row.getString(6),
                keyId(row.getString(7)),
                row.getObject(8, Integer.class),
                keyId(row.getString(9)),
                row.getObject(10, Integer.class),
                row.getString(11),
                row.getString(12),
                tenant == null ? null : new String(tenant, StandardCharsets.UTF_8),
                row.getString(14),
                row.getString(15),
                row.getString(16),
                row.getString(17));
    }

    private static KeyId keyId(String hex) {
        return hex == null ? null : KeyId.parse(hex);
    }

    private static String text(ResultSet row) throws SQLException {
        StringJoiner text = new StringJoiner(", ");
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            Object value = row.getObject(column);
            text.add(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value));
        }
        return text.toString();
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
