package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes the rows of a page by compare-and-swap, in the fastest way that a database has: one class for each. Safe for use
 * by many threads.
 */
interface RowWriter {

    /**
     * Puts what is new in place of what was read, in each row in which all that was read is still stored, in the
     * connection's transaction, which is the page's alone and which the caller commits. May be repeated after a rollback.
     *
     * @return for each row, whether it took all its values; if not, it took none
     */
    boolean[] write(Connection connection, List<RowReplacement> page) throws SQLException;
}
