package io.columnseal.key;

import static io.columnseal.internal.jdbc.KeyStoreTransactions.prepare;

import io.columnseal.internal.jdbc.KeyStoreTransactions;
import io.columnseal.internal.jdbc.TableNames;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** The table {@code master_key_access_log}. */
final class JdbcAccessLog implements AccessLog {

    private final KeyStoreTransactions transactions;
    private final String insert;

    JdbcAccessLog(KeyStoreTransactions transactions, TableNames names) {
        this.transactions = transactions;
        this.insert = "insert into " + names.of("master_key_access_log")
                + " (occurred_at, operation, success, kek_id, key_id, tenant, actor) values (?, ?, ?, ?, ?, ?, ?)";
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
                String tenant = entry.tenant();
                statement.setLong(1, EpochMicros.of(entry.time()));
                statement.setString(2, entry.operation());
                statement.setBoolean(3, entry.success());
                statement.setString(4, entry.kekId());
                statement.setString(5, entry.keyId() == null ? null : Objects.toString(entry.keyId()));
                statement.setBytes(6, tenant == null ? null : tenant.getBytes(StandardCharsets.UTF_8));
                statement.setString(7, entry.actor());
                statement.executeUpdate();
            }
        }
    }
}
