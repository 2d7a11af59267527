package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Walks once over the rows of a table, a page at a time. Not for many threads. */
interface Pages<R> {

    /**
     * The rows of the next page that may need work; empty if the page holds none. Reads the same page again if the
     * transaction is repeated.
     */
    List<R> read(Connection connection) throws SQLException;

    /** Goes on behind the page that was read; false if it was the last one. */
    boolean advance();
}
