package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has the database count a column's values by header, gives the connection back, and looks the keys up. No value leaves
 * the database but, in text columns, one for each key that is not there.
 *
 * <p>Garbage can name any number of keys, so the look-ups that find nothing are limited. Those that find a key are not,
 * and what many values name comes first, so that garbage reaches the limit and a tenant does not. What lies beyond is
 * left alone and reported.
 */
final class CensusTaker {

    static final int MAX_UNKNOWN_KEYS = 10_000;

    private static final int FETCH_SIZE = 1000;

    private final NamedKeys keys;
    private final RetriedTransactions transactions;

    CensusTaker(NamedKeys keys, RetriedTransactions transactions) {
        this.keys = keys;
        this.transactions = transactions;
    }

    Census take(ColumnSql sql) {
        HeaderCounts counts =
                transactions.run("count the values under each key", sql.column(), connection -> count(connection, sql));
        Census census = new Census();
        census.addNotSealed(counts.withoutHeader());
        census.addNotLookedUp(counts.beyondLimit());
        List<HeaderCounts.Group> unknown = new ArrayList<>();
        for (HeaderCounts.Group group : counts.groups()) {
            if (unknown.size() == MAX_UNKNOWN_KEYS) {
                census.addNotLookedUp(group.rows());
                continue;
            }
            NamedKey key = keys.find(group.header());
            if (key.standing() == KeyStanding.UNKNOWN) {
                unknown.add(group);
            } else {
                census.add(group, key);
            }
        }
        addUnknown(census, sql, unknown);
        return census;
    }

    private void addUnknown(Census census, ColumnSql sql, List<HeaderCounts.Group> unknown) {
        if (!sql.form().showsPlaintext()) {
            unknown.forEach(group -> census.add(group, NamedKey.UNKNOWN));
            return;
        }
        // So many a report names at most; what was not looked at, or is gone by now, must not be named
        List<HeaderCounts.Group> candidates = unknown.subList(0, Math.min(unknown.size(), Tally.MAX_KEYS));
        Lookalikes.Findings findings = new Lookalikes(sql, transactions).among(candidates);
        for (HeaderCounts.Group group : unknown) {
            if (findings.notSealed().contains(group.header())) {
                census.addNotSealed(group.header(), group.rows());
            } else if (findings.sealed().contains(group.header())) {
                census.add(group, NamedKey.UNKNOWN);
            } else {
                census.addUnknown(group.rows());
            }
        }
    }

    static HeaderCounts count(Connection connection, ColumnSql sql) throws SQLException {
        HeaderCounts counts = new HeaderCounts();
        try (PreparedStatement statement = connection.prepareStatement(sql.census())) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    counts.add(header(row, sql.form()), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
                }
            }
        }
        return counts;
    }

    private static @Nullable Header header(ResultSet row, StoredForm form) throws SQLException {
        Object prefix = form.read(row, 1);
        return prefix == null ? null : form.header(prefix);
    }
}
