package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** One JDBC batch for a page: what every database can do. */
final class BatchPageWriter<C extends RowChange> implements PageWriter<C> {

    private final Swap<C> swap;
    private boolean driverCountsBatches = true;

    BatchPageWriter(Swap<C> swap) {
        this.swap = swap;
    }

    @Override
    public long[] write(Connection connection, List<C> page) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(swap.sql())) {
            statement.setQueryTimeout(swap.timeoutSeconds());
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

    private long[] writeBatch(PreparedStatement statement, List<C> page) throws SQLException {
        for (C change : page) {
            swap.bind(statement, change);
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

    private long[] writeOneByOne(PreparedStatement statement, List<C> page) throws SQLException {
        long[] counts = new long[page.size()];
        for (int i = 0; i < counts.length; i++) {
            swap.bind(statement, page.get(i));
            counts[i] = statement.executeUpdate();
        }
        return counts;
    }
}
