package io.columnseal.key;

import static io.columnseal.internal.jdbc.KeyStoreTransactions.prepare;

import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.internal.jdbc.KeyStoreTransactions;
import io.columnseal.internal.jdbc.TableNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code columnseal_key_notes}. */
final class JdbcKeyNotes implements KeyNotes {

    private static final int ROUNDS = 10;

    private final KeyStoreTransactions transactions;
    private final String select;
    private final String selectAll;
    private final String insert;
    private final String update;
    private final String delete;

    JdbcKeyNotes(KeyStoreTransactions transactions, TableNames names) {
        String notes = names.of("columnseal_key_notes");
        this.transactions = transactions;
        this.select = "select noted_at, detail from " + notes + " where key_id = ? and note = ?";
        this.selectAll = "select noted_at, detail, key_id from " + notes + " where note = ?";
        this.insert = "insert into " + notes + " (noted_at, detail, key_id, note) values (?, ?, ?, ?)";
        this.update = "update " + notes + " set noted_at = ?, detail = ? where key_id = ? and note = ?";
        this.delete = "delete from " + notes + " where key_id = ? and note = ?";
    }

    @Override
    public Optional<KeyNote> find(KeyId key, KeyNote.Kind kind) {
        return transactions.run("read a note of key " + key, connection -> {
            try (PreparedStatement statement = prepare(connection, select)) {
                statement.setString(1, key.toString());
                statement.setString(2, kind.name());
                try (ResultSet row = statement.executeQuery()) {
                    return row.next()
                            ? Optional.of(
                                    new KeyNote(key, kind, EpochMicros.toInstant(row.getLong(1)), row.getString(2)))
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public List<KeyNote> findAll(KeyNote.Kind kind) {
        return transactions.run("read the notes of keys", connection -> {
            try (PreparedStatement statement = prepare(connection, selectAll)) {
                statement.setString(1, kind.name());
                List<KeyNote> notes = new ArrayList<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        KeyId key = KeyId.parse(row.getString(3));
                        notes.add(new KeyNote(key, kind, EpochMicros.toInstant(row.getLong(1)), row.getString(2)));
                    }
                }
                return notes;
            }
        });
    }

    @Override
    public void put(KeyNote note) {
        for (int round = 0; round < ROUNDS; round++) {
            // Refused if another node inserts it between the two statements; then there is a row to update
            if (transactions.runUnlessTaken(
                    "write a note of key " + note.key(),
                    connection -> write(connection, update, note) || write(connection, insert, note))) {
                return;
            }
        }
        throw new KeyStoreUnavailableException("write a note of key " + note.key(), null);
    }

    @Override
    public void remove(KeyId key, KeyNote.Kind kind) {
        transactions.runCommitted("remove a note of key " + key, connection -> {
            try (PreparedStatement statement = prepare(connection, delete)) {
                statement.setString(1, key.toString());
                statement.setString(2, kind.name());
                return statement.executeUpdate();
            }
        });
    }

    private static boolean write(Connection connection, String sql, KeyNote note) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql)) {
            statement.setLong(1, EpochMicros.of(note.at()));
            statement.setString(2, note.detail());
            statement.setString(3, note.key().toString());
            statement.setString(4, note.kind().name());
            return statement.executeUpdate() > 0;
        }
    }
}
