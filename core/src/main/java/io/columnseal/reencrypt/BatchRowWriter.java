package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One JDBC batch for all rows of a page in which the same columns change: what every database can do. */
final class BatchRowWriter implements RowWriter {

    private final TableSql table;
    private volatile boolean driverCountsBatches = true;

    BatchRowWriter(TableSql table) {
        this.table = table;
    }

    @Override
    public boolean[] write(Connection connection, List<RowReplacement> page) throws SQLException {
        if (driverCountsBatches) {
            boolean[] taken = new boolean[page.size()];
            if (writeAll(connection, page, this::writeBatch, taken)) {
                return taken;
            }
            // MariaDB's bulk protocol may not say; without counts a conflict would pass for a success
            driverCountsBatches = false;
            connection.rollback();
        }
        boolean[] taken = new boolean[page.size()];
        writeAll(connection, page, this::writeOneByOne, taken);
        return taken;
    }

    private boolean writeAll(Connection connection, List<RowReplacement> page, Way way, boolean[] taken)
            throws SQLException {
        Map<BitSet, List<Integer>> byColumns = new LinkedHashMap<>();
        for (int i = 0; i < page.size(); i++) {
            byColumns
                    .computeIfAbsent(page.get(i).columns(), any -> new ArrayList<>())
                    .add(i);
        }
        for (Map.Entry<BitSet, List<Integer>> group : byColumns.entrySet()) {
            List<RowReplacement> rows = group.getValue().stream().map(page::get).toList();
            try (PreparedStatement statement = connection.prepareStatement(table.compareAndSwap(group.getKey()))) {
                statement.setQueryTimeout(table.timeoutSeconds());
                int[] counts = way.write(statement, rows);
                for (int i = 0; i < counts.length; i++) {
                    if (counts[i] == Statement.SUCCESS_NO_INFO) {
                        return false;
                    }
                    taken[group.getValue().get(i)] = counts[i] > 0;
                }
            }
        }
        return true;
    }

    private int[] writeBatch(PreparedStatement statement, List<RowReplacement> rows) throws SQLException {
        for (RowReplacement row : rows) {
            table.bind(statement, row);
            statement.addBatch();
        }
        return statement.executeBatch();
    }

    private int[] writeOneByOne(PreparedStatement statement, List<RowReplacement> rows) throws SQLException {
        int[] counts = new int[rows.size()];
        for (int i = 0; i < counts.length; i++) {
            table.bind(statement, rows.get(i));
            counts[i] = statement.executeUpdate();
        }
        return counts;
    }

    /** Writes rows by one statement and tells how many rows each took. */
    @FunctionalInterface
    private interface Way {

        int[] write(PreparedStatement statement, List<RowReplacement> rows) throws SQLException;
    }
}
