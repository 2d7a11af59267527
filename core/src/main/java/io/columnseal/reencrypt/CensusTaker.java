package io.columnseal.reencrypt;

import java.util.ArrayList;
import java.util.List;

/**
 * Has the database count the values of columns by header, gives the connection back, and looks the keys up. No value leaves
 * the database but, in text columns, one for each key that is not there.
 *
 * <p>Garbage can name any number of keys, so the look-ups that find nothing are limited. Those that find a key are not,
 * and what many values name comes first, so that garbage reaches the limit and a tenant does not. What lies beyond is
 * left alone and reported.
 */
final class CensusTaker {

    static final int MAX_UNKNOWN_KEYS = 10_000;

    private final NamedKeys keys;
    private final RetriedTransactions transactions;
    private final int limit;

    CensusTaker(NamedKeys keys, RetriedTransactions transactions) {
        this(keys, transactions, HeaderCounts.MAX_HEADERS);
    }

    /** @param limit how many headers to keep, of all columns of a table */
    CensusTaker(NamedKeys keys, RetriedTransactions transactions, int limit) {
        this.keys = keys;
        this.transactions = transactions;
        this.limit = limit;
    }

    /** The columns' censuses, in their order. */
    List<Census> take(CensusQuery query) {
        List<HeaderCounts> counts = count(query);
        if (query.columns().size() > 1 && counts.stream().anyMatch(column -> column.beyondLimit() > 0)) {
            // What is frequent in a column need not come first among combinations
            return query.columns().stream()
                    .map(column -> take(new CensusQuery(List.of(column))).get(0))
                    .toList();
        }
        List<Census> censuses = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            censuses.add(census(query.columns().get(i), counts.get(i)));
        }
        return censuses;
    }

    private List<HeaderCounts> count(CensusQuery query) {
        return transactions.run(
                "count the values under each key",
                query.columns().get(0).column(),
                connection -> query.count(connection, limit));
    }

    private Census census(ColumnSql sql, HeaderCounts counts) {
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
}
