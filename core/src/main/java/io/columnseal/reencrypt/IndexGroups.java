package io.columnseal.reencrypt;

import io.columnseal.reencrypt.Undecryptable.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has the database count an index column's rows by key and version, gives the connection back, and looks the keys up, as
 * {@link CensusTaker} does. No value leaves the database, and no key that does not exist is named: in a column that is not
 * sealed throughout, its id would be part of somebody's plaintext.
 */
final class IndexGroups {

    private static final int FETCH_SIZE = 1000;

    private final NamedKeys keys;
    private final RetriedTransactions transactions;

    IndexGroups(NamedKeys keys, RetriedTransactions transactions) {
        this.keys = keys;
        this.transactions = transactions;
    }

    /** @throws io.columnseal.ReencryptionException if the database refuses */
    List<IndexGroup> count(IndexSql sql) {
        return count(sql, sql.census());
    }

    /**
     * The same of the rows that the first column of a unique index has a value of.
     *
     * @param next its second column
     */
    List<IndexGroup> countIndexed(IndexSql next) {
        return count(next, next.indexedCensus());
    }

    private List<IndexGroup> count(IndexSql sql, String census) {
        List<IndexGroup> counted = transactions.run(
                "count the index values of each key", sql.column(), connection -> count(connection, sql, census));
        Map<Header, NamedKey> known = new HashMap<>();
        List<IndexGroup> groups = new ArrayList<>(counted.size());
        int unknown = 0;
        for (IndexGroup group : counted) {
            Header header = group.header();
            if (header == null) {
                groups.add(group);
            } else if (unknown >= CensusTaker.MAX_UNKNOWN_KEYS && !known.containsKey(header)) {
                groups.add(group.because(Reason.NOT_LOOKED_UP));
            } else {
                boolean first = !known.containsKey(header);
                NamedKey key = known.computeIfAbsent(header, keys::find);
                unknown += first && key.standing() == KeyStanding.UNKNOWN ? 1 : 0;
                groups.add(group.named(key));
            }
        }
        return groups;
    }

    private static List<IndexGroup> count(Connection connection, IndexSql sql, String census) throws SQLException {
        List<IndexGroup> groups = new ArrayList<>();
        Map<Optional<Byte>, IndexGroup> beyondLimit = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(census)) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    IndexGroup group = group(row, sql.sealed().form());
                    if (groups.size() < HeaderCounts.MAX_HEADERS || !group.hasValue()) {
                        groups.add(group);
                    } else {
                        beyondLimit.merge(
                                Optional.ofNullable(group.version()),
                                group.because(Reason.NOT_LOOKED_UP),
                                IndexGroup::and);
                    }
                }
            }
        }
        groups.addAll(beyondLimit.values());
        return groups;
    }

    private static IndexGroup group(ResultSet row, StoredForm form) throws SQLException {
        Object prefix = form.read(row, 1);
        byte[] version = row.getBytes(2);
        Header header = prefix == null ? null : form.header(prefix);
        return new IndexGroup(
                header,
                prefix != null,
                version(version),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                "",
                false,
                prefix != null && header == null ? Reason.NOT_SEALED : null);
    }

    /** Whatever is no index value at all is as good as none. */
    private static @Nullable Byte version(byte @Nullable [] firstByte) {
        return firstByte == null || firstByte.length == 0 ? null : firstByte[0];
    }
}
