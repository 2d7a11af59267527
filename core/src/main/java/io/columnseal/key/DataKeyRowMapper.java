package io.columnseal.key;

import io.columnseal.cipher.Suite;
import io.columnseal.kms.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of {@code data_encryption_keys} to {@link DataKeyRow} and back. Times are numbers, {@link EpochMicros}, since
 * drivers take timestamps through the time zone of the JVM, some even those without a zone.
 */
final class DataKeyRowMapper {

    private static final short ACTIVE_SLOT = 1;

    private DataKeyRowMapper() {}

    /**
     * Empty if the row is malformed.
     *
     * @param malformed told of it then
     */
    static Optional<DataKeyRow> read(ResultSet row, Consumer<MalformedKeyRow> malformed) throws SQLException {
        try {
            KeyIdentity identity = new KeyIdentity(
                    id(text(row, "id")),
                    text(row, "environment"),
                    new String(bytes(row, "tenant"), StandardCharsets.UTF_8),
                    KeyUsage.valueOf(text(row, "key_usage")),
                    row.getInt("version"),
                    Suite.valueOf(text(row, "suite")));
            return Optional.of(new DataKeyRow(
                    identity,
                    KeyState.valueOf(text(row, "state")),
                    wrappedKey(row),
                    row.getBytes("recovery_wrapped_key"),
                    bytes(row, "check_value"),
                    row.getLong("seal_count"),
                    EpochMicros.toInstant(row.getLong("created_at")),
                    text(row, "created_by"),
                    EpochMicros.toInstant(row.getLong("changed_at")),
                    text(row, "changed_by"),
                    text(row, "reason"),
                    row.getLong("revision"),
                    row.getBytes("state_mac")));
        } catch (IllegalArgumentException | NullPointerException e) {
            malformed.accept(malformed(row));
            return Optional.empty();
        }
    }

    private static MalformedKeyRow malformed(ResultSet row) throws SQLException {
        String id = row.getString("id");
        byte[] tenant = row.getBytes("tenant");
        String usage = row.getString("key_usage");
        return new MalformedKeyRow(
                id == null ? "" : id,
                tenant == null ? "" : new String(tenant, StandardCharsets.UTF_8),
                Stream.of(KeyUsage.values())
                        .filter(known -> known.name().equals(usage))
                        .findFirst()
                        .orElse(null),
                row.getInt("version"),
                row.getLong("revision"),
                row.getShort("active_slot") == ACTIVE_SLOT);
    }

    /** Empty if the row is malformed: whoever edited it is found out when it is read as a whole. */
    static Optional<KeyChange> readChange(ResultSet row) throws SQLException {
        try {
            return Optional.of(new KeyChange(
                    KeyId.parse(text(row, "id")),
                    new String(bytes(row, "tenant"), StandardCharsets.UTF_8),
                    KeyUsage.valueOf(text(row, "key_usage")),
                    KeyState.valueOf(text(row, "state"))));
        } catch (IllegalArgumentException | NullPointerException e) {
            return Optional.empty();
        }
    }

    /** Sets what only an insert writes; returns the index of the next parameter. */
    static int bindFixed(PreparedStatement statement, DataKeyRow row) throws SQLException {
        KeyIdentity identity = row.identity();
        int next = 1;
        statement.setString(next++, identity.id().toString());
        statement.setString(next++, identity.environment());
        statement.setBytes(next++, identity.tenant().getBytes(StandardCharsets.UTF_8));
        statement.setString(next++, identity.usage().name());
        statement.setInt(next++, identity.version());
        statement.setString(next++, identity.suite().name());
        statement.setBytes(next++, row.checkValue());
        statement.setLong(next++, row.sealCount());
        statement.setLong(next++, EpochMicros.of(row.createdAt()));
        statement.setString(next++, row.createdBy());
        return next;
    }

    /** Sets what every write writes; returns the index of the next parameter. */
    static int bindChangeable(PreparedStatement statement, int first, DataKeyRow row) throws SQLException {
        WrappedKey wrappedKey = row.wrappedKey();
        int next = first;
        statement.setString(next++, row.state().name());
        statement.setObject(next++, row.state() == KeyState.ACTIVE ? ACTIVE_SLOT : null, java.sql.Types.SMALLINT);
        statement.setString(next++, wrappedKey == null ? null : wrappedKey.kekId());
        statement.setBytes(next++, wrappedKey == null ? null : wrappedKey.bytes());
        statement.setBytes(next++, row.recoveryWrappedKey());
        statement.setLong(next++, EpochMicros.of(row.changedAt()));
        statement.setString(next++, row.changedBy());
        statement.setString(next++, row.reason());
        statement.setLong(next++, row.revision());
        statement.setBytes(next++, row.stateMac());
        return next;
    }

    /** Ids are compared as texts, of which each key has one. */
    private static KeyId id(String stored) {
        KeyId id = KeyId.parse(stored);
        if (!id.toString().equals(stored)) {
            throw new IllegalArgumentException("not as it is written");
        }
        return id;
    }

    private static @Nullable WrappedKey wrappedKey(ResultSet row) throws SQLException {
        byte[] wrapped = row.getBytes("wrapped_key");
        return wrapped == null ? null : new WrappedKey(text(row, "kek_id"), wrapped);
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column));
    }

    private static byte[] bytes(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getBytes(column));
    }
}
