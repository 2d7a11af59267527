package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes changes of one kind by compare-and-swap. Not for many threads.
 */
interface PageWriter<C extends RowChange> {

    /**
     * Puts what is new in place of what was read where that is still stored, in the connection's transaction, which is
     * the page's alone and which the caller commits. May be repeated after a rollback.
     *
     * @return for each change, how many rows took it; 0 if somebody else was there first
     */
    long[] write(Connection connection, List<C> page) throws SQLException;
}
