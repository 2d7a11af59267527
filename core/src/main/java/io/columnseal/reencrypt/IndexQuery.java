package io.columnseal.reencrypt;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads the rows whose index value may have to be made. */
final class IndexQuery implements PageQuery<IndexRow> {

    private final IndexSql sql;
    private final IndexFilter filter;

    IndexQuery(IndexSql sql, IndexFilter filter) {
        this.sql = sql;
        this.filter = filter;
    }

    @Override
    public String sql(PageRange range, int rows) {
        return sql.keyedPage(range, filter, rows);
    }

    /** The condition stands there twice. */
    @Override
    public int bind(PreparedStatement statement, int firstIndex) throws SQLException {
        StoredForm form = sql.sealed().form();
        return filter.bind(statement, filter.bind(statement, firstIndex, form), form);
    }

    @Override
    public @Nullable IndexRow read(ResultSet row, int firstIndex, Object[] key) throws SQLException {
        Object stored = sql.sealed().form().read(row, firstIndex);
        byte[] indexValue = row.getBytes(firstIndex + 1);
        return stored == null && indexValue == null ? null : new IndexRow(key, stored, indexValue);
    }

    @Override
    public int length(IndexRow row) {
        Object stored = row.stored();
        return stored == null ? 0 : sql.sealed().form().length(stored);
    }
}
