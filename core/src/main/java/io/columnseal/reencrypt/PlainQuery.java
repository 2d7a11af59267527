package io.columnseal.reencrypt;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads the rows whose value a migration may have to change. */
final class PlainQuery implements PageQuery<PlainRow> {

    private final PlainSql sql;
    private final @Nullable StaleFilter filter;

    /** @param filter which values leave the database, or null for all */
    PlainQuery(PlainSql sql, @Nullable StaleFilter filter) {
        this.sql = sql;
        this.filter = filter;
    }

    @Override
    public String sql(PageRange range, int rows) {
        return sql.page(range, filter, rows);
    }

    @Override
    public int bind(PreparedStatement statement, int firstIndex) throws SQLException {
        return filter == null ? firstIndex : sql.column().form().bindHeaders(statement, firstIndex, filter.headers());
    }

    @Override
    public @Nullable PlainRow read(ResultSet row, int firstIndex, Object[] key) throws SQLException {
        Object stored = sql.column().form().read(row, firstIndex);
        return stored == null ? null : new PlainRow(key, stored, TenantNames.read(row, firstIndex + 1));
    }

    @Override
    public int length(PlainRow row) {
        return sql.column().form().length(row.stored());
    }
}
