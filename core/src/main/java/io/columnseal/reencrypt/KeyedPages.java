package io.columnseal.reencrypt;

import io.columnseal.ReencryptionException;
import io.columnseal.catalogue.SealedColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of a table in the order of its key. */
final class KeyedPages<R> implements Pages<R> {

    private static final String NULL_NOT_ALLOWED = "22004";

    private final ColumnSql sql;
    private final PageQuery<R> query;
    private final PageLimits limits;
    private Object @Nullable [] after;
    private Object @Nullable [] upTo;
    private Object @Nullable [] lastRead;
    private Object @Nullable [] milestone;
    private long pages;
    private boolean last;

    KeyedPages(ColumnSql sql, PageQuery<R> query, PageLimits limits) {
        this.sql = sql;
        this.query = query;
        this.limits = limits;
    }

    /** Walks over this range alone. */
    void within(KeyBounds range) {
        after = range.after();
        upTo = range.upTo();
    }

    /** Key of the last row that was looked at before the last {@link #advance}; null if there was none. */
    Object @Nullable [] position() {
        return after;
    }

    @Override
    public List<R> read(Connection connection) throws SQLException {
        String page = query.sql(new PageRange(after != null, upTo != null), limits.rows());
        try (PreparedStatement statement = connection.prepareStatement(page)) {
            statement.setQueryTimeout(sql.pageTimeoutSeconds());
            statement.setFetchSize(limits.fetchSize());
            bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                return collect(rows);
            }
        }
    }

    private void bind(PreparedStatement statement) throws SQLException {
        int index = query.bind(statement, 1);
        if (after != null) {
            for (int keyColumn : sql.afterParameters()) {
                sql.dialect().bindKey(statement, index++, after[keyColumn]);
            }
        }
        if (upTo != null) {
            for (int keyColumn : sql.upToParameters()) {
                sql.dialect().bindKey(statement, index++, upTo[keyColumn]);
            }
        }
    }

    private List<R> collect(ResultSet rows) throws SQLException {
        List<R> page = new ArrayList<>();
        int seen = 0;
        long bytes = 0;
        lastRead = null;
        while (bytes < limits.bytes() && rows.next()) {
            Object[] key = key(rows);
            R row = query.read(rows, key.length + 1, key);
            if (row != null) {
                page.add(row);
                bytes += query.length(row);
            }
            lastRead = key;
            seen++;
        }
        last = seen < limits.rows() && bytes < limits.bytes();
        return page;
    }

    private Object[] key(ResultSet row) throws SQLException {
        Object[] key = new Object[sql.column().keyColumns().size()];
        for (int i = 0; i < key.length; i++) {
            Object value = sql.dialect().readKey(row, i + 1);
            if (value == null) {
                // Written since the run looked at the key: going on behind it would end the walk early
                throw new SQLException("null in a key column", NULL_NOT_ALLOWED);
            }
            key[i] = value;
        }
        return key;
    }

    @Override
    public boolean advance() {
        after = lastRead;
        requireProgress();
        return !last;
    }

    /**
     * A driver that binds a key as another one than it has read would send the walk round in a circle for ever. Any circle
     * comes back to a place remembered long enough ago (Brent's algorithm).
     */
    private void requireProgress() {
        pages++;
        if (!last && Arrays.deepEquals(after, milestone)) {
            SealedColumn column = sql.column();
            throw new ReencryptionException(
                    "go on behind a row, since the driver does not bind its key as it was read",
                    column.table(),
                    column.column(),
                    null,
                    0);
        }
        if ((pages & (pages - 1)) == 0) {
            milestone = after;
        }
    }
}
