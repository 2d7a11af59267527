package io.columnseal.reencrypt;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Writes an index value where value and index value are still those that were read. */
final class IndexSwap implements Swap<IndexChange> {

    private final IndexSql sql;
    private final String statement;
    private final Parameters parameters;

    private IndexSwap(IndexSql sql, String statement, Parameters parameters) {
        this.sql = sql;
        this.statement = statement;
        this.parameters = parameters;
    }

    /** For rows without an index value. */
    static IndexSwap filling(IndexSql sql) {
        return new IndexSwap(sql, sql.fill(), (bound, change) -> bindPut(sql, bound, change));
    }

    /** For rows with one. */
    static IndexSwap replacing(IndexSql sql) {
        return new IndexSwap(
                sql,
                sql.replace(),
                (bound, change) ->
                        bound.setBytes(bindPut(sql, bound, change), change.row().indexValue()));
    }

    /** For rows without a value. */
    static IndexSwap clearing(IndexSql sql) {
        return new IndexSwap(
                sql,
                sql.clear(),
                (bound, change) -> sql.sealed().bindKey(bound, 1, change.row().key()));
    }

    /** For all rows of a table without a key that hold the very same value, whatever their index value. */
    static IndexSwap puttingAll(IndexSql sql) {
        return new IndexSwap(
                sql, sql.putAll(), (bound, change) -> bound.setBytes(bindPut(sql, bound, change), change.indexValue()));
    }

    private static int bindPut(IndexSql sql, PreparedStatement statement, IndexChange change) throws SQLException {
        statement.setBytes(1, change.indexValue());
        int next = sql.sealed().bindKey(statement, 2, change.row().key());
        sql.sealed().form().bind(statement, next, change.stored());
        return next + 1;
    }

    @Override
    public String sql() {
        return statement;
    }

    @Override
    public int timeoutSeconds() {
        return sql.sealed().pageTimeoutSeconds();
    }

    @Override
    public void bind(PreparedStatement bound, IndexChange change) throws SQLException {
        parameters.bind(bound, change);
    }

    @FunctionalInterface
    private interface Parameters {

        void bind(PreparedStatement statement, IndexChange change) throws SQLException;
    }
}
