package io.columnseal.key;

import static io.columnseal.internal.jdbc.KeyStoreTransactions.prepare;

import io.columnseal.internal.jdbc.KeyStoreTransactions;
import io.columnseal.internal.jdbc.TableNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table {@code columnseal_nodes}. */
final class JdbcNodeRegistry implements NodeRegistry {

    /** Standard SQL, understood by PostgreSQL and H2. */
    private static final String NOW = "cast(extract(epoch from current_timestamp) * 1000000 as bigint)";

    /** Not {@code unix_timestamp}, which goes through the time zone of the session and has an hour twice in autumn. */
    private static final String MYSQL_NOW = "timestampdiff(microsecond, '1970-01-01', utc_timestamp(6))";

    private final KeyStoreTransactions transactions;
    private final String nodes;

    JdbcNodeRegistry(KeyStoreTransactions transactions, TableNames names) {
        this.transactions = transactions;
        this.nodes = names.of("columnseal_nodes");
    }

    @Override
    public boolean acknowledge(String node, String application, long revision, long beat) {
        return transactions.runUnlessTaken(
                "acknowledge a revision",
                connection -> beat == 1
                        ? insert(connection, node, application, revision)
                        : update(connection, node, revision, beat));
    }

    private boolean insert(Connection connection, String node, String application, long revision) throws SQLException {
        String sql = "insert into " + nodes + " (id, application, revision, beat, heard_at) values (?, ?, ?, 1, "
                + now(connection) + ")";
        try (PreparedStatement statement = prepare(connection, sql)) {
            statement.setString(1, node);
            statement.setString(2, application);
            statement.setLong(3, revision);
            return statement.executeUpdate() == 1;
        }
    }

    private boolean update(Connection connection, String node, long revision, long beat) throws SQLException {
        String sql = "update " + nodes + " set revision = ?, beat = ?, heard_at = " + now(connection)
                + " where id = ? and beat = ?";
        try (PreparedStatement statement = prepare(connection, sql)) {
            statement.setLong(1, revision);
            statement.setLong(2, beat);
            statement.setString(3, node);
            statement.setLong(4, beat - 1);
            return statement.executeUpdate() == 1;
        }
    }

    @Override
    public List<KnownNode> all() {
        return transactions.run("read the nodes", this::all);
    }

    private List<KnownNode> all(Connection connection) throws SQLException {
        String sql = "select id, application, revision, " + now(connection) + " - heard_at from " + nodes;
        List<KnownNode> found = new ArrayList<>();
        try (PreparedStatement statement = prepare(connection, sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Duration silence = Duration.of(Math.max(0, row.getLong(4)), ChronoUnit.MICROS);
                found.add(new KnownNode(row.getString(1), row.getString(2), row.getLong(3), silence));
            }
        }
        return found;
    }

    @Override
    public Optional<Instant> now() {
        return transactions.run("ask for the time", connection -> {
            try (PreparedStatement statement = prepare(connection, "select " + now(connection));
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return Optional.of(EpochMicros.toInstant(row.getLong(1)));
            }
        });
    }

    @Override
    public void remove(String node) {
        transactions.runCommitted("remove a node", connection -> {
            try (PreparedStatement statement = prepare(connection, "delete from " + nodes + " where id = ?")) {
                statement.setString(1, node);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void removeSilent(Duration longerThan) {
        transactions.runCommitted("remove silent nodes", connection -> {
            String sql = "delete from " + nodes + " where heard_at < " + now(connection) + " - ?";
            try (PreparedStatement statement = prepare(connection, sql)) {
                statement.setLong(1, longerThan.dividedBy(ChronoUnit.MICROS.getDuration()));
                return statement.executeUpdate();
            }
        });
    }

    /** Microseconds since 1970, as {@link EpochMicros} are. */
    private static String now(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
        return product.equals("mysql") || product.equals("mariadb") ? MYSQL_NOW : NOW;
    }
}
