package io.columnseal.key;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Entries as rows of {@code master_key_access_log}, and back. */
final class LogRows {

    static final String COLUMNS =
            "id, occurred_at, operation, success, occurrences, actor, origin, key_id, key_version,"
                    + " previous_key_id, previous_version, kek_id, previous_kek_id, tenant, context, reason, backup, error,"
                    + " previous_mac, mac_key_id, mac";

    private LogRows() {}

    static void bind(PreparedStatement statement, LoggedEntry logged) throws SQLException {
        AccessLog.Entry entry = logged.entry();
        String tenant = entry.tenant();
        statement.setLong(1, logged.sequence());
        statement.setLong(2, EpochMicros.of(entry.time()));
        statement.setString(3, entry.operation());
        statement.setBoolean(4, entry.success());
        statement.setInt(5, entry.occurrences());
        statement.setString(6, entry.actor());
        statement.setString(7, entry.origin());
        statement.setString(8, text(entry.keyId()));
        statement.setObject(9, entry.keyVersion(), Types.INTEGER);
        statement.setString(10, text(entry.previousKeyId()));
        statement.setObject(11, entry.previousVersion(), Types.INTEGER);
        statement.setString(12, entry.kekId());
        statement.setString(13, entry.previousKekId());
        statement.setBytes(14, tenant == null ? null : tenant.getBytes(StandardCharsets.UTF_8));
        statement.setString(15, entry.context());
        statement.setString(16, entry.reason());
        statement.setString(17, entry.backup());
        statement.setString(18, entry.error());
        statement.setBytes(19, logged.previousMac());
        statement.setString(20, text(logged.macKey()));
        statement.setBytes(21, logged.mac());
    }

    static LoggedEntry read(ResultSet row) throws SQLException {
        long sequence = row.getLong(1);
        byte[] previousMac = row.getBytes(19);
        byte[] mac = row.getBytes(21);
        try {
            return new LoggedEntry(sequence, entry(row), previousMac, keyId(row.getString(20)), mac);
        } catch (IllegalArgumentException | ArithmeticException e) {
            // An edited row must not stop the others from being verified
            return LoggedEntry.malformed(sequence, previousMac, mac);
        }
    }

    /** Empty if there is none, or none that could be one. */
    static Optional<KeyId> readKey(@Nullable String hex) {
        try {
            return Optional.ofNullable(keyId(hex));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static AccessLog.Entry entry(ResultSet row) throws SQLException {
        byte[] tenant = row.getBytes(14);
        return new AccessLog.Entry(
                EpochMicros.toInstant(row.getLong(2)),
                row.getString(3),
                row.getBoolean(4),
                row.getInt(5),
                row.getString(6),
                row.getString(7),
                keyId(row.getString(8)),
                number(row, 9),
                keyId(row.getString(10)),
                number(row, 11),
                row.getString(12),
                row.getString(13),
                tenant == null ? null : new String(tenant, StandardCharsets.UTF_8),
                row.getString(15),
                row.getString(16),
                row.getString(17),
                row.getString(18));
    }

    private static @Nullable Integer number(ResultSet row, int column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable KeyId keyId(@Nullable String hex) {
        return hex == null ? null : KeyId.parse(hex);
    }

    private static @Nullable String text(@Nullable KeyId key) {
        return key == null ? null : key.toString();
    }
}
