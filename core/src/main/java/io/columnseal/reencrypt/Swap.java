package io.columnseal.reencrypt;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A compare-and-swap: a statement that writes a change where that which was read is still stored. */
interface Swap<C extends RowChange> {

    String sql();

    /** Seconds that the statement may take, 0 for any time. */
    int timeoutSeconds();

    void bind(PreparedStatement statement, C change) throws SQLException;
}
