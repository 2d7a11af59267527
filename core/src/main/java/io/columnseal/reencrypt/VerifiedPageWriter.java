package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Writes sealed values in place of the only ones there are and, before that is committed, reads them again: of what a trigger, a
 * rule or a type that cuts off or fills up makes of a sealed value, nothing comes back. Not for many threads.
 */
final class VerifiedPageWriter implements PageWriter<PlainChange> {

    private final ColumnSql sql;
    private final PageWriter<PlainChange> writer;
    private final KeyBounds page;
    private final PageLimits limits;

    /**
     * @param page where all changes lie
     * @param limits for reading it, whatever else lies there
     */
    VerifiedPageWriter(ColumnSql sql, PageWriter<PlainChange> writer, KeyBounds page, PageLimits limits) {
        this.sql = sql;
        this.writer = writer;
        this.page = page;
        this.limits = limits;
    }

    @Override
    public long[] write(Connection connection, List<PlainChange> changes) throws SQLException {
        long[] counts = writer.write(connection, changes);
        Queue<PlainChange> taken = new ArrayDeque<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                taken.add(changes.get(i));
            }
        }
        removeKept(connection, taken);
        if (!taken.isEmpty()) {
            throw WrittenValues.altered(sql.column());
        }
        return counts;
    }

    /** Both are in the order of the table's key. */
    private void removeKept(Connection connection, Queue<PlainChange> taken) throws SQLException {
        KeyedPages<PlainRow> stored = new KeyedPages<>(sql, new StoredQuery(), limits);
        stored.within(page);
        boolean more = true;
        while (more && !taken.isEmpty()) {
            for (PlainRow row : stored.read(connection)) {
                PlainChange next = taken.peek();
                if (next != null
                        && Arrays.deepEquals(next.row().key(), row.key())
                        && Objects.deepEquals(next.stored(), row.stored())) {
                    taken.remove();
                }
            }
            more = stored.advance();
        }
    }

    /** Values as they are stored. */
    private final class StoredQuery implements PageQuery<PlainRow> {

        @Override
        public String sql(PageRange range, int rows) {
            return sql.keyedPage(range, sql.column().column(), rows);
        }

        @Override
        public int bind(PreparedStatement statement, int firstIndex) {
            return firstIndex;
        }

        @Override
        public @Nullable PlainRow read(ResultSet row, int firstIndex, Object[] key) throws SQLException {
            Object stored = sql.form().read(row, firstIndex);
            return stored == null ? null : new PlainRow(key, stored, null);
        }

        @Override
        public int length(PlainRow row) {
            return sql.form().length(row.stored());
        }
    }
}
