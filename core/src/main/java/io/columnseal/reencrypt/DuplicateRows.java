package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows whose index value a unique constraint held back, and the rows that hold the same one. Not for many threads. */
final class DuplicateRows {

    /** More are not named: whoever sees so many looks for them in the database. */
    static final int MAX_NAMED = 1000;

    private final IndexSql sql;
    private final RetriedTransactions transactions;
    private final List<DuplicateRow> rows = new ArrayList<>();

    DuplicateRows(IndexSql sql, RetriedTransactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    void addAll(List<IndexChange> refused) {
        refused.stream()
                .limit(MAX_NAMED - rows.size())
                .forEach(
                        change -> rows.add(new DuplicateRow(List.of(change.row().key()), holder(change.indexValue()))));
    }

    List<DuplicateRow> toList() {
        return List.copyOf(rows);
    }

    private List<Object> holder(byte @Nullable [] indexValue) {
        return sql.sealed().hasKey()
                ? transactions.run("find an index value", sql.column(), connection -> holder(connection, indexValue))
                : List.of();
    }

    private List<Object> holder(Connection connection, byte @Nullable [] indexValue) throws SQLException {
        List<Object> key = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql.holder())) {
            statement.setQueryTimeout(sql.sealed().pageTimeoutSeconds());
            statement.setBytes(1, indexValue);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    for (int i = 1; i <= sql.column().keyColumns().size(); i++) {
                        key.add(sql.sealed().dialect().readKey(row, i));
                    }
                }
            }
        }
        return key;
    }
}
