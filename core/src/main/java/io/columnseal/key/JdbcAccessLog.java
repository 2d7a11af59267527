package io.columnseal.key;

import static io.columnseal.internal.jdbc.KeyStoreTransactions.prepare;

import io.columnseal.internal.jdbc.KeyStoreTransactions;
import io.columnseal.internal.jdbc.TableNames;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code master_key_access_log}. */
final class JdbcAccessLog implements AccessLog {

    private final KeyStoreTransactions transactions;
    private final String insert;

    JdbcAccessLog(KeyStoreTransactions transactions, TableNames names) {
        this.transactions = transactions;
        this.insert = "insert into " + names.of("master_key_access_log")
                + " (occurred_at, operation, success, occurrences, actor, origin, key_id, key_version, previous_key_id,"
                + " previous_version, kek_id, previous_kek_id, tenant, context, reason, backup, error)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    }

    @Override
    public void append(Entry entry) {
        transactions.run("record a use of the KEK", connection -> {
            append(connection, List.of(entry));
            return entry;
        });
    }

    void append(Connection connection, List<Entry> entries) throws SQLException {
        try (PreparedStatement statement = prepare(connection, insert)) {
            for (Entry entry : entries) {
                bind(statement, entry);
                statement.executeUpdate();
            }
        }
    }

    private static void bind(PreparedStatement statement, Entry entry) throws SQLException {
        String tenant = entry.tenant();
        statement.setLong(1, EpochMicros.of(entry.time()));
        statement.setString(2, entry.operation());
        statement.setBoolean(3, entry.success());
        statement.setInt(4, entry.occurrences());
        statement.setString(5, entry.actor());
        statement.setString(6, entry.origin());
        statement.setString(7, text(entry.keyId()));
        statement.setObject(8, entry.keyVersion(), Types.INTEGER);
        statement.setString(9, text(entry.previousKeyId()));
        statement.setObject(10, entry.previousVersion(), Types.INTEGER);
        statement.setString(11, entry.kekId());
        statement.setString(12, entry.previousKekId());
        statement.setBytes(13, tenant == null ? null : tenant.getBytes(StandardCharsets.UTF_8));
        statement.setString(14, entry.context());
        statement.setString(15, entry.reason());
        statement.setString(16, entry.backup());
        statement.setString(17, entry.error());
    }

    private static @Nullable String text(@Nullable KeyId key) {
        return key == null ? null : key.toString();
    }
}
