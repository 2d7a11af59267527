package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Pages of a table without a key, in the order of the sealed values themselves, which are as good as unique. */
final class UnkeyedPages implements Pages<StaleRow> {

    private static final Object[] NO_KEY = {};

    private final ColumnSql sql;
    private final @Nullable StaleFilter filter;
    private final PageLimits limits;
    private @Nullable Object after;
    private @Nullable Object lastRead;
    private boolean last;

    UnkeyedPages(ColumnSql sql, @Nullable StaleFilter filter, PageLimits limits) {
        this.sql = sql;
        this.filter = filter;
        this.limits = limits;
    }

    @Override
    public List<StaleRow> read(Connection connection) throws SQLException {
        String query = sql.unkeyedPage(after == null, filter, limits.rows());
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setFetchSize(limits.fetchSize());
            int index = 1;
            if (filter != null) {
                index = sql.form().bindHeaders(statement, index, filter.headers());
            }
            if (after != null) {
                sql.form().bind(statement, index, after);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return collect(rows);
            }
        }
    }

    private List<StaleRow> collect(ResultSet rows) throws SQLException {
        List<StaleRow> page = new ArrayList<>();
        long bytes = 0;
        lastRead = null;
        while (bytes < limits.bytes() && rows.next()) {
            Object stored = Objects.requireNonNull(sql.form().read(rows, 1), "the query leaves nulls out");
            page.add(new StaleRow(NO_KEY, stored, rows.getLong(2)));
            bytes += sql.form().length(stored);
            lastRead = stored;
        }
        last = page.size() < limits.rows() && bytes < limits.bytes();
        return page;
    }

    @Override
    public boolean advance() {
        after = lastRead;
        return !last;
    }
}
