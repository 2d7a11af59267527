package io.columnseal.reencrypt;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads the values of a column that may be stale. */
final class StaleQuery implements PageQuery<StaleRow> {

    private final ColumnSql sql;
    private final @Nullable StaleFilter filter;

    StaleQuery(ColumnSql sql, @Nullable StaleFilter filter) {
        this.sql = sql;
        this.filter = filter;
    }

    @Override
    public String sql(boolean first, int rows) {
        return sql.keyedPage(first, filter, rows);
    }

    @Override
    public int bind(PreparedStatement statement, int firstIndex) throws SQLException {
        return filter == null ? firstIndex : sql.form().bindHeaders(statement, firstIndex, filter.headers());
    }

    @Override
    public @Nullable StaleRow read(ResultSet row, int firstIndex, Object[] key) throws SQLException {
        Object stored = sql.form().read(row, firstIndex);
        return stored == null ? null : new StaleRow(key, stored, 1);
    }

    @Override
    public int length(StaleRow row) {
        return sql.form().length(row.stored());
    }
}
