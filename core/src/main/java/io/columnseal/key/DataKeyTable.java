package io.columnseal.key;

import static io.columnseal.internal.jdbc.KeyStoreTransactions.prepare;

import io.columnseal.internal.jdbc.TableNames;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The statements on {@code data_encryption_keys}. */
final class DataKeyTable {

    private static final String FIXED =
            "id, environment, tenant, key_usage, version, suite, check_value, seal_count, created_at, created_by";
    private static final String CHANGEABLE =
            "state, active_slot, kek_id, wrapped_key, recovery_wrapped_key, changed_at,"
                    + " changed_by, reason, revision, state_mac";

    private final String findById;
    private final String findAll;
    private final String findActive;
    private final String findUsed;
    private final String firstPage;
    private final String nextPage;
    private final String findChanged;
    private final String insert;
    private final String update;
    private final String updateWhole;
    private final String countSeals;
    private final String returnSeals;
    private final String sealCount;

    DataKeyTable(TableNames names) {
        String keys = names.of("data_encryption_keys");
        String revision = "(select counter from " + names.of("columnseal_meta") + " where name = 'revision')";
        String select = "select " + FIXED + ", " + CHANGEABLE + " from " + keys;
        this.findById = select + " where id = ?";
        this.findAll = select + " where tenant = ? and key_usage = ? order by version desc";
        this.findActive = select + " where tenant = ? and key_usage = ? and active_slot = 1";
        this.findUsed = "select 1 from " + keys + " where state <> 'PENDING'";
        // Ids have 16 lower-case digits each, so their texts sort like their numbers
        this.firstPage = select + " order by id limit ?";
        this.nextPage = select + " where id > ? order by id limit ?";
        this.findChanged = "select id, tenant, key_usage, state from " + keys + " where changed_revision > ? and state"
                + " <> 'PENDING' order by changed_revision";
        this.countSeals = "update " + keys + " set seal_count = seal_count + ? where id = ? and active_slot = 1 and"
                + " seal_count between 0 and ?";
        this.returnSeals = "update " + keys + " set seal_count = seal_count - ? where id = ? and seal_count = ?";
        this.sealCount = "select seal_count from " + keys + " where id = ?";
        this.insert =
                "insert into " + keys + " (" + FIXED + ", " + CHANGEABLE + ", changed_revision) values (?, ?, ?, ?,"
                        + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, " + revision + ")";
        this.update = "update " + keys + " set " + CHANGEABLE.replace(",", " = ?,") + " = ?, changed_revision = "
                + revision + " where id = ? and revision = ?";
        this.updateWhole = "update " + keys + " set " + (FIXED + ", " + CHANGEABLE).replace(",", " = ?,")
                + " = ?, changed_revision = " + revision + " where id = ? and revision = ?";
    }

    /** Empty if the key is not active or would exceed the limit. */
    OptionalLong reserveSeals(Connection connection, KeyId id, long seals, long limit) throws SQLException {
        try (PreparedStatement statement = prepare(connection, countSeals)) {
            statement.setLong(1, seals);
            statement.setString(2, id.toString());
            statement.setLong(3, limit - seals);
            if (statement.executeUpdate() != 1) {
                return OptionalLong.empty();
            }
        }
        try (PreparedStatement statement = prepare(connection, sealCount)) {
            statement.setString(1, id.toString());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** False if the count is another one. */
    boolean returnSeals(Connection connection, KeyId id, long seals, long counted) throws SQLException {
        try (PreparedStatement statement = prepare(connection, returnSeals)) {
            statement.setLong(1, seals);
            statement.setString(2, id.toString());
            statement.setLong(3, counted);
            return statement.executeUpdate() == 1;
        }
    }

    Optional<DataKeyRow> find(Connection connection, KeyId id) throws SQLException {
        try (PreparedStatement statement = prepare(connection, findById)) {
            statement.setString(1, id.toString());
            return rows(statement, rejecting()).stream()
                    .filter(row -> row.identity().id().equals(id))
                    .findFirst();
        }
    }

    /** One page, with the rows of theirs that are none. */
    KeyPage findAll(Connection connection, String tenant, KeyUsage usage) throws SQLException {
        List<MalformedKeyRow> malformed = new ArrayList<>();
        List<DataKeyRow> rows = find(connection, findAll, tenant, usage, malformed::add);
        // As with sound rows: whoever edits the tenant of one has made it somebody else's
        List<MalformedKeyRow> theirs =
                malformed.stream().filter(row -> row.tenant().equals(tenant)).toList();
        return new KeyPage(rows, theirs, null);
    }

    /** Whoever edits the slot of a row does not make it active, and a row without the slot is not found. */
    Optional<DataKeyRow> findActive(Connection connection, String tenant, KeyUsage usage) throws SQLException {
        return find(connection, findActive, tenant, usage, rejecting()).stream()
                .filter(row -> row.state() == KeyState.ACTIVE)
                .findFirst();
    }

    KeyPage page(Connection connection, @Nullable KeyId after, int limit) throws SQLException {
        try (PreparedStatement statement = prepare(connection, after == null ? firstPage : nextPage)) {
            int next = 1;
            if (after != null) {
                statement.setString(next++, after.toString());
            }
            statement.setInt(next, limit);
            return page(statement, limit);
        }
    }

    /** Goes on after the last id that can be asked for: ids that were edited come between others, wherever they sort. */
    private static KeyPage page(PreparedStatement statement, int limit) throws SQLException {
        List<DataKeyRow> rows = new ArrayList<>();
        List<MalformedKeyRow> malformed = new ArrayList<>();
        KeyId last = null;
        int count = 0;
        try (ResultSet found = statement.executeQuery()) {
            for (; found.next(); count++) {
                Optional<DataKeyRow> row = DataKeyRowMapper.read(found, malformed::add);
                row.ifPresent(rows::add);
                KeyId id = row.map(sound -> sound.identity().id())
                        .or(() -> malformed.get(malformed.size() - 1).keyId())
                        .orElse(null);
                last = id == null ? last : id;
            }
        }
        if (count == limit && last == null) {
            throw malformed.get(0).rejection();
        }
        return new KeyPage(rows, malformed, count < limit ? null : last);
    }

    boolean isEmpty(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection, findUsed)) {
            statement.setMaxRows(1);
            try (ResultSet row = statement.executeQuery()) {
                return !row.next();
            }
        }
    }

    List<KeyChange> changedSince(Connection connection, long revision) throws SQLException {
        try (PreparedStatement statement = prepare(connection, findChanged)) {
            statement.setLong(1, revision);
            List<KeyChange> changes = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    DataKeyRowMapper.readChange(row).ifPresent(changes::add);
                }
            }
            return changes;
        }
    }

    void insert(Connection connection, DataKeyRow row) throws SQLException {
        try (PreparedStatement statement = prepare(connection, insert)) {
            DataKeyRowMapper.bindChangeable(statement, DataKeyRowMapper.bindFixed(statement, row), row);
            statement.executeUpdate();
        }
    }

    /** False if the stored row is no longer of the revision before. */
    boolean replace(Connection connection, DataKeyRow row) throws SQLException {
        try (PreparedStatement statement = prepare(connection, update)) {
            int next = DataKeyRowMapper.bindChangeable(statement, 1, row);
            statement.setString(next++, row.identity().id().toString());
            statement.setLong(next, row.revision() - 1);
            return statement.executeUpdate() == 1;
        }
    }

    /** The same with everything that the row says; false if the stored row is not of this revision. */
    boolean replaceWhole(Connection connection, DataKeyRow row, long revision) throws SQLException {
        try (PreparedStatement statement = prepare(connection, updateWhole)) {
            int next = DataKeyRowMapper.bindChangeable(statement, DataKeyRowMapper.bindFixed(statement, row), row);
            statement.setString(next++, row.identity().id().toString());
            statement.setLong(next, revision);
            return statement.executeUpdate() == 1;
        }
    }

    /** Collations find more than was asked for; tenants are told apart here, byte by byte. */
    private static List<DataKeyRow> find(
            Connection connection, String sql, String tenant, KeyUsage usage, Consumer<MalformedKeyRow> malformed)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql)) {
            statement.setBytes(1, tenant.getBytes(StandardCharsets.UTF_8));
            statement.setString(2, usage.name());
            return rows(statement, malformed).stream()
                    .filter(row -> row.identity().tenant().equals(tenant)
                            && row.identity().usage() == usage)
                    .toList();
        }
    }

    private static List<DataKeyRow> rows(PreparedStatement statement, Consumer<MalformedKeyRow> malformed)
            throws SQLException {
        List<DataKeyRow> rows = new ArrayList<>();
        try (ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                DataKeyRowMapper.read(found, malformed).ifPresent(rows::add);
            }
        }
        return rows;
    }

    private static Consumer<MalformedKeyRow> rejecting() {
        return row -> {
            throw row.rejection();
        };
    }
}
