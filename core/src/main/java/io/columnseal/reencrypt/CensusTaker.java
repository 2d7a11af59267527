package io.columnseal.reencrypt;

import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Has the database count a column's values by header, and looks the keys up. No value leaves the database. */
final class CensusTaker {

    private static final int FETCH_SIZE = 1000;

    private final DataKeyStore keyStore;
    private final Transactions transactions;

    CensusTaker(DataKeyStore keyStore, Transactions transactions) {
        this.keyStore = keyStore;
        this.transactions = transactions;
    }

    Census take(ColumnSql sql) {
        return transactions.run("count the values under each key", sql.column(), connection -> count(connection, sql));
    }

    private Census count(Connection connection, ColumnSql sql) throws SQLException {
        Census census = new Census();
        try (PreparedStatement statement = connection.prepareStatement(sql.census())) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet group = statement.executeQuery()) {
                while (group.next()) {
                    add(census, sql.form(), group);
                }
            }
        }
        return census;
    }

    private void add(Census census, StoredForm form, ResultSet group) throws SQLException {
        Object prefix = form.read(group, 1);
        Header header = prefix == null ? null : form.header(prefix);
        long rows = group.getLong(2);
        long totalLength = group.getLong(3);
        long longest = group.getLong(4);
        Optional<DataKeyRow> key = header == null ? Optional.empty() : keyStore.find(header.key());
        // Too short to be sealed: the "key id" would be somebody's plaintext, which a report must not show
        if (header == null || (key.isEmpty() && longest < form.shortestLength())) {
            census.addNotSealed(rows);
        } else {
            census.add(header, key, rows, totalLength, longest);
        }
    }
}
