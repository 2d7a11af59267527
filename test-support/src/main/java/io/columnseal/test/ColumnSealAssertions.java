package io.columnseal.test;

import javax.sql.DataSource;

/** Assertions on what the database sees. */
public final class ColumnSealAssertions {

    private ColumnSealAssertions() {}

    /**
     * Assertions on all values of a column, read anew by each assertion, past any ORM.
     *
     * @param table name as it is written in SQL
     * @param column name as it is written in SQL
     */
    public static SealedColumnAssert assertThatColumn(DataSource dataSource, String table, String column) {
        return new SealedColumnAssert(new StoredColumn(dataSource, table, column));
    }
}
