package io.columnseal.reencrypt;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Puts a value that was sealed anew in place of the old one. */
final class ValueSwap implements Swap<Replacement> {

    private final ColumnSql sql;

    ValueSwap(ColumnSql sql) {
        this.sql = sql;
    }

    @Override
    public String sql() {
        return sql.compareAndSwap();
    }

    @Override
    public int timeoutSeconds() {
        return sql.pageTimeoutSeconds();
    }

    @Override
    public void bind(PreparedStatement statement, Replacement replacement) throws SQLException {
        StoredForm form = sql.form();
        form.bind(statement, 1, replacement.stored());
        int next = sql.bindKey(statement, 2, replacement.row().key());
        form.bind(statement, next, replacement.row().stored());
    }
}
