package io.columnseal.reencrypt;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What is read of each row of a page, behind its key. */
interface PageQuery<R> {

    /** The query for the next page: the columns of the key, then the row's content. */
    String sql(PageRange range, int rows);

    /** Binds the parameters that come before those of the key; returns the index behind them. */
    int bind(PreparedStatement statement, int firstIndex) throws SQLException;

    /**
     * The row, or null if it needs no work.
     *
     * @param firstIndex of its content
     */
    @Nullable R read(ResultSet row, int firstIndex, Object[] key) throws SQLException;

    /** Length of the row's content as stored, in bytes. */
    int length(R row);
}
