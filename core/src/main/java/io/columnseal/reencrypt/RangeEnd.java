package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds where a range of a table ends that has so many rows. Looks at keys alone, which an index holds. */
final class RangeEnd {

    private static final int FETCH_SIZE = 1000;

    private final ColumnSql sql;
    private final int rows;

    RangeEnd(ColumnSql sql, int rows) {
        this.sql = sql;
        this.rows = rows;
    }

    /** The key of the range's last row; empty if the table ends before. */
    Optional<Object[]> find(Connection connection, Object @Nullable [] after) throws SQLException {
        KeyedPages<Void> pages =
                new KeyedPages<>(sql, new KeysAlone(), new PageLimits(rows, Long.MAX_VALUE, FETCH_SIZE));
        pages.within(new KeyBounds(after, null));
        pages.read(connection);
        return pages.advance() ? Optional.ofNullable(pages.position()) : Optional.empty();
    }

    private final class KeysAlone implements PageQuery<Void> {

        @Override
        public String sql(PageRange range, int limit) {
            return sql.keyedPage(range, "1", limit);
        }

        @Override
        public int bind(PreparedStatement statement, int firstIndex) {
            return firstIndex;
        }

        @Override
        public @Nullable Void read(ResultSet row, int firstIndex, Object[] key) {
            return null;
        }

        @Override
        public int length(Void row) {
            return 0;
        }
    }
}
