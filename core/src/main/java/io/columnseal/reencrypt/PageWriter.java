package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes a page by compare-and-swap: where faster ways to write in bulk belong, one class for each. Not for many
 * threads.
 */
interface PageWriter {

    /**
     * Puts each new value in place of the old one where that is still stored, in the connection's transaction, which the
     * caller commits. May be repeated after a rollback.
     *
     * @return for each replacement, how many rows took it; 0 if somebody else was there first
     */
    long[] write(Connection connection, List<Replacement> page) throws SQLException;
}
