package io.columnseal.reencrypt;

import static io.columnseal.internal.jdbc.KeyStoreTransactions.prepare;

import io.columnseal.internal.jdbc.KeyStoreTransactions;
import io.columnseal.internal.jdbc.TableNames;
import io.columnseal.key.KeyId;
import io.columnseal.reencrypt.ReencryptionRun.State;
import io.columnseal.reencrypt.ReencryptionRun.Wish;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Remembers runs in the tables {@code columnseal_runs}, {@code columnseal_run_parts}, {@code columnseal_run_ranges} and
 * {@code columnseal_quarantine}, which are created with the key tables and lie beside them. Immutable; safe for use by many threads.
 */
public final class JdbcRunStore implements RunStore {

    private static final String COLUMNS =
            "id, state, wanted, actor, reason, started_at, changed_at, rows_total, rows_done, rows_remaining";

    private final DataSource dataSource;
    private final TableNames names;
    private final KeyStoreTransactions transactions;

    private JdbcRunStore(DataSource dataSource, TableNames names) {
        this.dataSource = dataSource;
        this.names = names;
        this.transactions = new KeyStoreTransactions(dataSource);
    }

    /** Runs in the database of the key tables, on this DataSource, which stays the caller's to close. */
    public static JdbcRunStore on(DataSource dataSource) {
        return new JdbcRunStore(dataSource, TableNames.DEFAULT);
    }

    /** The same store with its tables in this schema (on MySQL: database); empty for the connection's own. */
    public JdbcRunStore withSchema(String schema) {
        return new JdbcRunStore(dataSource, new TableNames(schema, names.prefix()));
    }

    /** The same store with this put before the name of every table; empty for none. */
    public JdbcRunStore withTablePrefix(String prefix) {
        return new JdbcRunStore(dataSource, new TableNames(names.schema(), prefix));
    }

    @Override
    public Optional<ReencryptionRun> find(String id) {
        return transactions.run("read a run", connection -> {
            try (PreparedStatement statement =
                    prepare(connection, "select " + COLUMNS + " from " + runs() + " where id = ?")) {
                statement.setString(1, id);
                return read(statement, 1).stream().findFirst();
            }
        });
    }

    @Override
    public List<ReencryptionRun> newest(int limit) {
        return transactions.run("read the runs", connection -> {
            try (PreparedStatement statement =
                    prepare(connection, "select " + COLUMNS + " from " + runs() + " order by started_at desc, id")) {
                return read(statement, limit);
            }
        });
    }

    @Override
    public void begin(ReencryptionRun run, boolean anew) {
        transactions.runCommitted("remember a run", connection -> {
            if (!update(connection, run, run.wish(), "")) {
                insert(connection, run);
            }
            if (anew) {
                forget(connection, run.id());
            }
            return run;
        });
    }

    /** Whoever comes second waits for the row of the first, and finds the run under way then. */
    @Override
    public boolean beginUnlessUnderWay(ReencryptionRun run, boolean anew) {
        return transactions.runUnlessTaken("begin a run", connection -> {
            if (!update(connection, run, run.wish(), " and state <> '" + State.RUNNING + "'")) {
                // Refused by its key, if it is there
                insert(connection, run);
            }
            if (anew) {
                forget(connection, run.id());
            }
            return true;
        });
    }

    private void forget(Connection connection, String run) throws SQLException {
        delete(connection, names.of("columnseal_run_parts"), run);
        delete(connection, names.of("columnseal_run_ranges"), run);
        delete(connection, names.of("columnseal_quarantine"), run);
    }

    @Override
    public boolean ask(String id, Wish wish) {
        return transactions.runCommitted("ask a run to " + wish, connection -> {
            try (PreparedStatement statement =
                    prepare(connection, "update " + runs() + " set wanted = ? where id = ? and state = ?")) {
                statement.setString(1, wish.name());
                statement.setString(2, id);
                statement.setString(3, State.RUNNING.name());
                return statement.executeUpdate() > 0;
            }
        });
    }

    @Override
    public Map<String, @Nullable String> positions(String id) {
        return transactions.run("read how far a run is", connection -> {
            try (PreparedStatement statement = prepare(
                    connection,
                    "select part, position_text from " + names.of("columnseal_run_parts") + " where run_id = ?")) {
                statement.setString(1, id);
                Map<String, @Nullable String> positions = new HashMap<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        positions.put(row.getString(1), row.getString(2));
                    }
                }
                return positions;
            }
        });
    }

    @Override
    public Wish save(ReencryptionRun run, Map<String, @Nullable String> positions, List<QuarantinedValue> found) {
        return transactions.runCommitted("remember how far a run is", connection -> {
            String condition = run.state() == State.FINISHED ? "" : " and state <> '" + State.FINISHED + "'";
            update(connection, run, null, condition);
            for (Map.Entry<String, @Nullable String> position : positions.entrySet()) {
                savePosition(connection, run.id(), position.getKey(), position.getValue());
            }
            saveQuarantine(connection, run.id(), found);
            return wish(connection, run);
        });
    }

    @Override
    public List<QuarantinedValue> quarantine(String id, int limit) {
        return transactions.run("read the quarantine of a run", connection -> {
            try (PreparedStatement statement = prepare(
                    connection,
                    "select table_name, column_name, row_key, key_id, reason, found_at from "
                            + names.of("columnseal_quarantine") + " where run_id = ? order by entry")) {
                statement.setString(1, id);
                statement.setMaxRows(limit);
                List<QuarantinedValue> values = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        String key = row.getString(4);
                        values.add(new QuarantinedValue(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                key == null ? null : KeyId.parse(key),
                                Reason.valueOf(row.getString(5)),
                                Instant.ofEpochMilli(row.getLong(6))));
                    }
                }
                return values;
            }
        });
    }

    @Override
    public RunRanges ranges() {
        return new JdbcRunRanges(transactions, names.of("columnseal_run_ranges"));
    }

    private String runs() {
        return names.of("columnseal_runs");
    }

    private static List<ReencryptionRun> read(PreparedStatement statement, int limit) throws SQLException {
        statement.setMaxRows(limit);
        List<ReencryptionRun> runs = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                runs.add(new ReencryptionRun(
                        row.getString(1),
                        State.valueOf(row.getString(2)),
                        Wish.valueOf(row.getString(3)),
                        row.getString(4),
                        row.getString(5),
                        Instant.ofEpochMilli(row.getLong(6)),
                        Instant.ofEpochMilli(row.getLong(7)),
                        row.getLong(8),
                        row.getLong(9),
                        remaining(row.getObject(10, Long.class))));
            }
        }
        return runs;
    }

    private static OptionalLong remaining(@Nullable Long stored) {
        return stored == null ? OptionalLong.empty() : OptionalLong.of(stored);
    }

    private static void bindRemaining(PreparedStatement statement, int index, ReencryptionRun run) throws SQLException {
        if (run.rowsRemaining().isPresent()) {
            statement.setLong(index, run.rowsRemaining().getAsLong());
        } else {
            statement.setNull(index, Types.BIGINT);
        }
    }

    /**
     * @param wish null to leave it as it is
     * @param condition in SQL, what else must hold of the run
     */
    private boolean update(Connection connection, ReencryptionRun run, @Nullable Wish wish, String condition)
            throws SQLException {
        String sql =
                "update " + runs() + " set state = ?, changed_at = ?, rows_total = ?, rows_done = ?, rows_remaining = "
                        + (wish == null
                                ? "coalesce(?, rows_remaining)"
                                : "?, wanted = ?, actor = ?, reason = ?, started_at = ?")
                        + " where id = ?" + condition;
        try (PreparedStatement statement = prepare(connection, sql)) {
            int index = 1;
            statement.setString(index++, run.state().name());
            statement.setLong(index++, run.changedAt().toEpochMilli());
            statement.setLong(index++, run.rowsTotal());
            statement.setLong(index++, run.rowsDone());
            bindRemaining(statement, index++, run);
            if (wish != null) {
                statement.setString(index++, wish.name());
                statement.setString(index++, run.actor());
                statement.setString(index++, run.reason());
                statement.setLong(index++, run.startedAt().toEpochMilli());
            }
            statement.setString(index, run.id());
            return statement.executeUpdate() > 0;
        }
    }

    private void insert(Connection connection, ReencryptionRun run) throws SQLException {
        try (PreparedStatement statement = prepare(
                connection, "insert into " + runs() + " (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            statement.setString(1, run.id());
            statement.setString(2, run.state().name());
            statement.setString(3, run.wish().name());
            statement.setString(4, run.actor());
            statement.setString(5, run.reason());
            statement.setLong(6, run.startedAt().toEpochMilli());
            statement.setLong(7, run.changedAt().toEpochMilli());
            statement.setLong(8, run.rowsTotal());
            statement.setLong(9, run.rowsDone());
            bindRemaining(statement, 10, run);
            statement.executeUpdate();
        }
    }

    private static void delete(Connection connection, String table, String run) throws SQLException {
        try (PreparedStatement statement = prepare(connection, "delete from " + table + " where run_id = ?")) {
            statement.setString(1, run);
            statement.executeUpdate();
        }
    }

    private void savePosition(Connection connection, String run, String part, @Nullable String position)
            throws SQLException {
        String parts = names.of("columnseal_run_parts");
        String update = "update " + parts + " set position_text = ? where run_id = ? and part = ?";
        String insert = "insert into " + parts + " (position_text, run_id, part) values (?, ?, ?)";
        for (String sql : List.of(update, insert)) {
            try (PreparedStatement statement = prepare(connection, sql)) {
                statement.setString(1, position);
                statement.setString(2, run);
                statement.setString(3, part);
                if (statement.executeUpdate() > 0) {
                    return;
                }
            }
        }
    }

    private void saveQuarantine(Connection connection, String run, List<QuarantinedValue> found) throws SQLException {
        if (found.isEmpty()) {
            return;
        }
        Listed listed = listed(connection, run);
        try (PreparedStatement statement = prepare(
                connection,
                "insert into " + names.of("columnseal_quarantine")
                        + " (run_id, entry, table_name, column_name, row_key, key_id, reason, found_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            long entry = listed.last;
            for (QuarantinedValue value : found) {
                if (listed.places.contains(value.place())) {
                    continue;
                }
                statement.setString(1, run);
                statement.setLong(2, ++entry);
                statement.setString(3, value.table());
                statement.setString(4, value.column());
                statement.setString(5, value.rowKey());
                statement.setString(6, value.key() == null ? null : String.valueOf(value.key()));
                statement.setString(7, value.reason().name());
                statement.setLong(8, value.foundAt().toEpochMilli());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /**
     * What is listed of a run: also what it does not know of, if a save was committed and nobody heard of it, or if another
     * process goes under the same id. Nobody adds any until this transaction, which wrote the run's row, ends.
     */
    private Listed listed(Connection connection, String run) throws SQLException {
        try (PreparedStatement statement = prepare(
                connection,
                "select entry, table_name, column_name, row_key from " + names.of("columnseal_quarantine")
                        + " where run_id = ?")) {
            statement.setString(1, run);
            long last = 0;
            Set<List<String>> places = new HashSet<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    last = Math.max(last, row.getLong(1));
                    places.add(QuarantinedValue.place(row.getString(2), row.getString(3), row.getString(4)));
                }
            }
            return new Listed(last, places);
        }
    }

    /** @param last the number of the last entry */
    private record Listed(long last, Set<List<String>> places) {}

    private Wish wish(Connection connection, ReencryptionRun run) throws SQLException {
        try (PreparedStatement statement = prepare(connection, "select wanted from " + runs() + " where id = ?")) {
            statement.setString(1, run.id());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Wish.valueOf(row.getString(1)) : Wish.RUN;
            }
        }
    }
}
