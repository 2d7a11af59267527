package io.columnseal.key;

import static io.columnseal.internal.jdbc.KeyStoreTransactions.prepare;

import io.columnseal.internal.jdbc.KeyStoreTransactions;
import io.columnseal.internal.jdbc.TableNames;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code master_key_access_log}. */
final class JdbcAccessLog implements AccessLog {

    private static final byte[] NONE = new byte[0];
    private static final long MICROS_PER_HOUR = 3_600_000_000L;

    /** Half of what a bigint holds: nobody writes so many, and from a row of the last number no other one follows. */
    private static final long BEYOND_ANY = 1L << 62;

    private final KeyStoreTransactions transactions;
    private final KeyTablesMeta meta;
    private final AppendOnlyProbe probe;
    private final String insert;
    private final String maximum;
    private final String selectMac;
    private final String selectPage;
    private final String selectTally;
    private final String selectFirstUse;
    private final String selectNextKey;

    JdbcAccessLog(KeyStoreTransactions transactions, KeyTablesMeta meta, TableNames names) {
        String log = names.of("master_key_access_log");
        this.transactions = transactions;
        this.meta = meta;
        this.probe = new AppendOnlyProbe(transactions, log);
        this.insert = "insert into " + log + " (" + LogRows.COLUMNS
                + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        this.maximum = "select max(id) from " + log + " where id < " + BEYOND_ANY;
        this.selectMac = "select mac from " + log + " where id = ?";
        this.selectPage = "select " + LogRows.COLUMNS + " from " + log + " where id > ? order by id";
        this.selectFirstUse = "select min(occurred_at) from " + log + " where kek_id = ?";
        this.selectNextKey = "select key_id, key_version from " + log
                + " where tenant = ? and key_id > ? and key_version is not null and success = true"
                + " order by key_id limit 1";
        this.selectTally =
                "select began, operation, success, actor, origin, sum(occurrences) from (select occurred_at -"
                        + " mod(occurred_at, " + MICROS_PER_HOUR
                        + ") as began, operation, success, actor, origin, occurrences"
                        + " from " + log
                        + " where occurred_at >= ?) recent group by began, operation, success, actor, origin";
    }

    @Override
    public void append(List<Entry> entries, AccessLogChain chain) {
        transactions.runCommitted("write to the access log", connection -> {
            append(connection, entries, chain);
            return entries;
        });
    }

    /** The same as part of a transaction, which nobody else's can append beside until it ends. */
    void append(Connection connection, List<Entry> entries, AccessLogChain chain) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        LogHead previous = head(connection, meta.reserve(connection, entries.size()));
        try (PreparedStatement statement = prepare(connection, insert)) {
            for (LoggedEntry logged : chain.link(previous, entries)) {
                LogRows.bind(statement, logged);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** A counter that somebody turned back must not make numbers come twice, which would stop every change of keys. */
    private LogHead head(Connection connection, KeyTablesMeta.Reserved reserved) throws SQLException {
        long stored = number(connection, maximum);
        long last = Math.max(stored, reserved.last());
        if (last > reserved.last()) {
            meta.setLogged(connection, last + reserved.count());
        }
        try (PreparedStatement statement = prepare(connection, selectMac)) {
            statement.setLong(1, last);
            try (ResultSet row = statement.executeQuery()) {
                byte[] mac = row.next() ? row.getBytes(1) : null;
                return new LogHead(last, mac == null ? NONE : mac);
            }
        }
    }

    @Override
    public List<LoggedEntry> read(long after, int limit) {
        return transactions.run("read the access log", connection -> {
            List<LoggedEntry> page = new ArrayList<>();
            try (PreparedStatement statement = prepare(connection, selectPage)) {
                statement.setMaxRows(limit);
                statement.setLong(1, after);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        page.add(LogRows.read(rows));
                    }
                }
            }
            return page;
        });
    }

    @Override
    public long lastSequence() {
        return transactions.run(
                "read the end of the access log",
                connection -> Math.max(number(connection, maximum), meta.logged(connection)));
    }

    @Override
    public List<LogTally> tally(Instant since) {
        return transactions.run("count the entries of the access log", connection -> {
            List<LogTally> tally = new ArrayList<>();
            try (PreparedStatement statement = prepare(connection, selectTally)) {
                statement.setLong(1, EpochMicros.of(since));
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        tally.add(new LogTally(
                                EpochMicros.toInstant(rows.getLong(1)),
                                rows.getString(2),
                                rows.getBoolean(3),
                                rows.getString(4),
                                rows.getString(5),
                                rows.getLong(6)));
                    }
                }
            }
            return tally;
        });
    }

    @Override
    public Optional<Instant> firstUse(String kekId) {
        return transactions.run("look for the first use of a KEK", connection -> {
            try (PreparedStatement statement = prepare(connection, selectFirstUse)) {
                statement.setString(1, kekId);
                try (ResultSet row = statement.executeQuery()) {
                    long micros = row.next() ? row.getLong(1) : 0;
                    return micros == 0 ? Optional.<Instant>empty() : Optional.of(EpochMicros.toInstant(micros));
                }
            }
        });
    }

    @Override
    public Map<KeyId, Integer> keysOf(String tenant) {
        return transactions.run("look for keys of a tenant in the access log", connection -> {
            Map<KeyId, Integer> keys = new HashMap<>();
            // From key to key by the index: a tenant has some keys and millions of entries
            try (PreparedStatement statement = prepare(connection, selectNextKey)) {
                statement.setBytes(1, tenant.getBytes(StandardCharsets.UTF_8));
                String next = "";
                while (next != null) {
                    statement.setString(2, next);
                    next = takeKey(statement, keys);
                }
            }
            return keys;
        });
    }

    /** @return the key's id as it is stored; null if there is none */
    private static @Nullable String takeKey(PreparedStatement statement, Map<KeyId, Integer> keys) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            String id = row.getString(1);
            int version = row.getInt(2);
            LogRows.readKey(id).ifPresent(key -> keys.put(key, version));
            return id;
        }
    }

    @Override
    public Protection protection() {
        return probe.protection();
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
