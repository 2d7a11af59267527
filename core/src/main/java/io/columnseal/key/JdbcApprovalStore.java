package io.columnseal.key;

import static io.columnseal.internal.jdbc.KeyStoreTransactions.prepare;

import io.columnseal.internal.jdbc.KeyStoreTransactions;
import io.columnseal.internal.jdbc.TableNames;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code columnseal_approvals}. */
final class JdbcApprovalStore implements ApprovalStore {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcApprovalStore.class);

    private static final String COLUMNS =
            "id, operation, tenant, key_id, subject, requested_by, requested_at, reason, expires_at,"
                    + " state, decided_by, revision, mac";

    private final KeyStoreTransactions transactions;
    private final JdbcAccessLog accessLog;
    private final String find;
    private final String findIn;
    private final String insert;
    private final String update;

    JdbcApprovalStore(KeyStoreTransactions transactions, JdbcAccessLog accessLog, TableNames names) {
        String approvals = names.of("columnseal_approvals");
        this.transactions = transactions;
        this.accessLog = accessLog;
        this.find = "select " + COLUMNS + " from " + approvals + " where id = ?";
        this.findIn = "select " + COLUMNS + " from " + approvals + " where state in (";
        this.insert = "insert into " + approvals + " (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        this.update = "update " + approvals
                + " set state = ?, decided_by = ?, revision = ?, mac = ? where id = ? and revision = ?";
    }

    @Override
    public Optional<StoredApproval> find(String id) {
        return transactions.run("read a request", connection -> {
            try (PreparedStatement statement = prepare(connection, find)) {
                statement.setString(1, id);
                return read(statement).stream()
                        .filter(stored -> stored.approval().id().equals(id))
                        .findFirst();
            }
        });
    }

    @Override
    public List<StoredApproval> findAll(List<Approval.State> states) {
        return transactions.run("read the requests", connection -> {
            String places = String.join(", ", Collections.nCopies(states.size(), "?"));
            try (PreparedStatement statement = prepare(connection, findIn + places + ") order by requested_at, id")) {
                for (int i = 0; i < states.size(); i++) {
                    statement.setString(i + 1, states.get(i).name());
                }
                return read(statement);
            }
        });
    }

    @Override
    public boolean write(StoredApproval stored, List<AccessLog.Entry> entries, AccessLogChain chain) {
        return transactions.runUnlessTaken("write a request", connection -> {
            boolean written =
                    stored.approval().revision() == 1 ? insert(connection, stored) : update(connection, stored);
            if (written) {
                accessLog.append(connection, entries, chain);
            }
            return written;
        });
    }

    private boolean insert(Connection connection, StoredApproval stored) throws SQLException {
        Approval approval = stored.approval();
        try (PreparedStatement statement = prepare(connection, insert)) {
            String tenant = approval.tenant();
            statement.setString(1, approval.id());
            statement.setString(2, approval.operation().name());
            statement.setBytes(3, tenant == null ? null : tenant.getBytes(StandardCharsets.UTF_8));
            statement.setString(4, approval.key() == null ? null : Objects.toString(approval.key()));
            statement.setString(5, approval.subject());
            statement.setString(6, approval.requestedBy());
            statement.setLong(7, EpochMicros.of(approval.requestedAt()));
            statement.setString(8, approval.reason());
            statement.setLong(9, EpochMicros.of(approval.expiresAt()));
            statement.setString(10, approval.state().name());
            statement.setString(11, approval.decidedBy());
            statement.setLong(12, approval.revision());
            statement.setBytes(13, stored.mac());
            return statement.executeUpdate() == 1;
        }
    }

    private boolean update(Connection connection, StoredApproval stored) throws SQLException {
        Approval approval = stored.approval();
        try (PreparedStatement statement = prepare(connection, update)) {
            statement.setString(1, approval.state().name());
            statement.setString(2, approval.decidedBy());
            statement.setLong(3, approval.revision());
            statement.setBytes(4, stored.mac());
            statement.setString(5, approval.id());
            statement.setLong(6, approval.revision() - 1);
            return statement.executeUpdate() == 1;
        }
    }

    private static List<StoredApproval> read(PreparedStatement statement) throws SQLException {
        List<StoredApproval> read = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                try {
                    read.add(read(row));
                } catch (IllegalArgumentException | NullPointerException e) {
                    // Its message may quote what the row holds
                    LOG.warn(
                            "A row of columnseal_approvals was edited and is malformed, so it is no request: delete it");
                }
            }
        }
        return read;
    }

    private static StoredApproval read(ResultSet row) throws SQLException {
        byte[] tenant = row.getBytes("tenant");
        Approval approval = new Approval(
                text(row, "id"),
                KeyOperation.valueOf(text(row, "operation")),
                tenant == null ? null : new String(tenant, StandardCharsets.UTF_8),
                key(row.getString("key_id")),
                row.getString("subject"),
                text(row, "requested_by"),
                EpochMicros.toInstant(row.getLong("requested_at")),
                text(row, "reason"),
                EpochMicros.toInstant(row.getLong("expires_at")),
                Approval.State.valueOf(text(row, "state")),
                row.getString("decided_by"),
                row.getLong("revision"));
        return new StoredApproval(approval, Objects.requireNonNull(row.getBytes("mac")));
    }

    private static @Nullable KeyId key(@Nullable String id) {
        return id == null ? null : KeyId.parse(id);
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column));
    }
}
