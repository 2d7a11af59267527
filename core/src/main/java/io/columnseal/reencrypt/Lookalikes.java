package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds plaintext that begins like a sealed text. "Appendectomy" is twelve characters of base64url, the length of a
 * header, and so are many long words that begin with A: a report that took it for a key would print it. Sealed texts go
 * on as they begin, others have a blank or a full stop somewhere. What is gone by the time it is looked at counts as
 * neither.
 */
final class Lookalikes {

    /** Values are read whole, and this much of them at once. */
    private static final long MAX_BYTES = 8L << 20;

    private final ColumnSql sql;
    private final RetriedTransactions transactions;

    Lookalikes(ColumnSql sql, RetriedTransactions transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    /** What the least value under each of these headers turned out to be. */
    Findings among(List<HeaderCounts.Group> groups) {
        Findings found = new Findings(new HashSet<>(), new HashSet<>());
        List<Header> headers = new ArrayList<>();
        long bytes = 0;
        for (HeaderCounts.Group group : groups) {
            if (headers.size() == StaleFilter.MAX_HEADERS || bytes > MAX_BYTES) {
                found.addAll(lookAt(headers));
                headers.clear();
                bytes = 0;
            }
            headers.add(group.header());
            bytes += group.longest();
        }
        if (!headers.isEmpty()) {
            found.addAll(lookAt(headers));
        }
        return found;
    }

    private Findings lookAt(List<Header> headers) {
        StaleFilter filter = new StaleFilter(headers, true);
        return transactions.run(
                "look at values under unknown keys", sql.column(), connection -> lookAt(connection, filter));
    }

    private Findings lookAt(Connection connection, StaleFilter filter) throws SQLException {
        Findings found = new Findings(new HashSet<>(), new HashSet<>());
        try (PreparedStatement statement = connection.prepareStatement(sql.leastValues(filter))) {
            sql.form().bindHeaders(statement, 1, filter.headers());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Object header = sql.form().read(row, 1);
                    Object value = sql.form().read(row, 2);
                    if (header != null && value != null) {
                        boolean canonical = sql.form().toBytes(value) != null;
                        (canonical ? found.sealed : found.notSealed)
                                .add(sql.form().header(header));
                    }
                }
            }
        }
        return found;
    }

    /**
     * @param sealed headers of values that have the form of sealed ones throughout
     * @param notSealed headers of values that cannot be sealed
     */
    record Findings(Set<Header> sealed, Set<Header> notSealed) {

        private void addAll(Findings more) {
            sealed.addAll(more.sealed);
            notSealed.addAll(more.notSealed);
        }
    }
}
