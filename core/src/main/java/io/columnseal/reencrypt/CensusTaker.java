package io.columnseal.reencrypt;

import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has the database count a column's values by header, gives the connection back, and looks the keys up. No value leaves
 * the database.
 *
 * <p>Garbage can name any number of keys, so the look-ups that find nothing are limited. Those that find a key are not,
 * and what many values name comes first, so that garbage reaches the limit and a tenant does not. What lies beyond is
 * left alone and reported.
 */
final class CensusTaker {

    static final int MAX_UNKNOWN_KEYS = 10_000;

    private static final int FETCH_SIZE = 1000;

    private final DataKeyStore keyStore;
    private final Transactions transactions;
    private final Retries retries;

    CensusTaker(DataKeyStore keyStore, Transactions transactions, Retries retries) {
        this.keyStore = keyStore;
        this.transactions = transactions;
        this.retries = retries;
    }

    Census take(ColumnSql sql) {
        HeaderCounts counts =
                transactions.run("count the values under each key", sql.column(), connection -> count(connection, sql));
        Census census = new Census();
        census.addNotSealed(counts.withoutHeader());
        census.addNotLookedUp(counts.beyondLimit());
        int unknownKeys = 0;
        for (HeaderCounts.Group group : counts.groups()) {
            if (unknownKeys == MAX_UNKNOWN_KEYS) {
                census.addNotLookedUp(group.rows());
                continue;
            }
            Optional<DataKeyRow> key =
                    retries.call(() -> keyStore.find(group.header().key()));
            unknownKeys += key.isEmpty() ? 1 : 0;
            add(census, group, key, sql.form().shortestLength());
        }
        return census;
    }

    private static HeaderCounts count(Connection connection, ColumnSql sql) throws SQLException {
        HeaderCounts counts = new HeaderCounts();
        try (PreparedStatement statement = connection.prepareStatement(sql.census())) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    counts.add(header(row, sql.form()), row.getLong(2), row.getLong(3), row.getLong(4));
                }
            }
        }
        return counts;
    }

    private static @Nullable Header header(ResultSet row, StoredForm form) throws SQLException {
        Object prefix = form.read(row, 1);
        return prefix == null ? null : form.header(prefix);
    }

    private static void add(Census census, HeaderCounts.Group group, Optional<DataKeyRow> key, int shortestLength) {
        // Too short to be sealed: the "key id" would be somebody's plaintext, which a report must not show
        if (key.isEmpty() && group.longest() < shortestLength) {
            census.addNotSealed(group.rows());
        } else {
            census.add(group.header(), key, group.rows(), group.totalLength(), group.longest());
        }
    }
}
