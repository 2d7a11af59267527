package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** One JDBC batch for a page: what every database can do. */
final class BatchPageWriter implements PageWriter {

    private final ColumnSql sql;
    private boolean driverCountsBatches = true;

    BatchPageWriter(ColumnSql sql) {
        this.sql = sql;
    }

    @Override
    public long[] write(Connection connection, List<Replacement> page) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.compareAndSwap())) {
            statement.setQueryTimeout(sql.pageTimeoutSeconds());
            if (driverCountsBatches) {
                long[] counts = writeBatch(statement, page);
                if (driverCountsBatches) {
                    return counts;
                }
                connection.rollback();
            }
            return writeOneByOne(statement, page);
        }
    }

    private long[] writeBatch(PreparedStatement statement, List<Replacement> page) throws SQLException {
        for (Replacement replacement : page) {
            bind(statement, replacement);
            statement.addBatch();
        }
        int[] batchCounts = statement.executeBatch();
        long[] counts = new long[batchCounts.length];
        for (int i = 0; i < counts.length; i++) {
            // MariaDB's bulk protocol may not say; without counts a conflict would pass for a success
            driverCountsBatches &= batchCounts[i] != Statement.SUCCESS_NO_INFO;
            counts[i] = batchCounts[i];
        }
        return counts;
    }

    private long[] writeOneByOne(PreparedStatement statement, List<Replacement> page) throws SQLException {
        long[] counts = new long[page.size()];
        for (int i = 0; i < counts.length; i++) {
            bind(statement, page.get(i));
            counts[i] = statement.executeUpdate();
        }
        return counts;
    }

    private void bind(PreparedStatement statement, Replacement replacement) throws SQLException {
        StoredForm form = sql.form();
        int index = 1;
        form.bind(statement, index++, replacement.stored());
        for (Object key : replacement.row().key()) {
            sql.dialect().bindKey(statement, index++, key);
        }
        form.bind(statement, index, replacement.row().stored());
    }
}
