package io.columnseal.reencrypt;

import static io.columnseal.internal.jdbc.KeyStoreTransactions.prepare;

import io.columnseal.internal.jdbc.KeyStoreTransactions;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Ranges in the table {@code columnseal_run_ranges}, beside that of the runs. Safe for use by many threads. */
final class JdbcRunRanges implements RunRanges {

    private static final String COLUMNS = "run_id, part, range_number, after_text, up_to_text, position_text, done,"
            + " owner, beat, rows_read, rows_moved, rows_changed, rows_stayed";

    private final KeyStoreTransactions transactions;
    private final String table;

    JdbcRunRanges(KeyStoreTransactions transactions, String table) {
        this.transactions = transactions;
        this.table = table;
    }

    @Override
    public List<KeyRange> open(String run, String part) {
        String sql = "select " + COLUMNS + " from " + table + " where run_id = ? and part = ? and (done = 0 or"
                + " range_number = (select max(range_number) from " + table + " where run_id = ? and part = ?))"
                + " order by range_number";
        return transactions.run("read the ranges of a run", connection -> {
            try (PreparedStatement statement = prepare(connection, sql)) {
                statement.setString(1, run);
                statement.setString(2, part);
                statement.setString(3, run);
                statement.setString(4, part);
                List<KeyRange> ranges = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        ranges.add(read(row));
                    }
                }
                return ranges;
            }
        });
    }

    private static KeyRange read(ResultSet row) throws SQLException {
        return new KeyRange(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getInt(7) != 0,
                row.getString(8),
                row.getLong(9),
                new RunFigures(row.getLong(10), row.getLong(11), row.getLong(12), row.getLong(13)));
    }

    @Override
    public boolean add(KeyRange range) {
        String sql = "insert into " + table + " (position_text, done, owner, beat, rows_read, rows_moved, rows_changed,"
                + " rows_stayed, run_id, part, range_number, after_text, up_to_text)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        return transactions.runUnlessTaken("take a range of a run", connection -> {
            try (PreparedStatement statement = prepare(connection, sql)) {
                int index = bindPlace(statement, bindState(statement, range), range);
                statement.setString(index++, range.after());
                statement.setString(index, range.upTo());
                return statement.executeUpdate() > 0;
            }
        });
    }

    @Override
    public boolean replace(KeyRange known, KeyRange next) {
        String sql = "update " + table + " set position_text = ?, done = ?, owner = ?, beat = ?, rows_read = ?,"
                + " rows_moved = ?, rows_changed = ?, rows_stayed = ?"
                + " where run_id = ? and part = ? and range_number = ? and owner = ? and beat = ?";
        return transactions.runCommitted("remember how far a range of a run is", connection -> {
            try (PreparedStatement statement = prepare(connection, sql)) {
                int index = bindPlace(statement, bindState(statement, next), known);
                statement.setString(index++, known.owner());
                statement.setLong(index, known.beat());
                return statement.executeUpdate() > 0;
            }
        });
    }

    /** Returns the index behind what changes of a range. */
    private static int bindState(PreparedStatement statement, KeyRange range) throws SQLException {
        statement.setString(1, range.position());
        statement.setInt(2, range.done() ? 1 : 0);
        statement.setString(3, range.owner());
        statement.setLong(4, range.beat());
        statement.setLong(5, range.figures().rowsRead());
        statement.setLong(6, range.figures().reencrypted());
        statement.setLong(7, range.figures().conflicts());
        statement.setLong(8, range.figures().undecryptable());
        return 9;
    }

    /** Returns the index behind what names a range. */
    private static int bindPlace(PreparedStatement statement, int firstIndex, KeyRange range) throws SQLException {
        statement.setString(firstIndex, range.run());
        statement.setString(firstIndex + 1, range.part());
        statement.setLong(firstIndex + 2, range.number());
        return firstIndex + 3;
    }

    @Override
    public RunFigures figures(String run) {
        String sql = "select sum(rows_read), sum(rows_moved), sum(rows_changed), sum(rows_stayed) from " + table
                + " where run_id = ?";
        return transactions.run("add up what became of a run", connection -> {
            try (PreparedStatement statement = prepare(connection, sql)) {
                statement.setString(1, run);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return new RunFigures(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
                }
            }
        });
    }
}
