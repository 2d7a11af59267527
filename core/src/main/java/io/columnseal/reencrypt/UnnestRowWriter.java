package io.columnseal.reencrypt;

import io.columnseal.Storage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's way: one statement for a page, which goes there as arrays. Null in the arrays of a column stands for a
 * value that stays.
 */
final class UnnestRowWriter implements RowWriter {

    /** Names that no column of anybody's table has. */
    private static final String PREFIX = "columnseal_page_";

    private final TableSql table;
    private final String sql;

    /** @param table whose key columns all have a bulk type */
    UnnestRowWriter(TableSql table) {
        this.table = table;
        this.sql = sql(table);
    }

    private static String sql(TableSql table) {
        List<String> arrays = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<String> assignments = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < table.key().size(); i++) {
            String key = PREFIX + "key_" + i;
            arrays.add("?::" + table.key().get(i).bulkType() + "[]");
            names.add(key);
            conditions.add(table.key().get(i).name() + " = " + key);
        }
        for (int i = 0; i < table.columns().size(); i++) {
            String column = table.column(i).column().column();
            String before = PREFIX + "old_" + i;
            String after = PREFIX + "new_" + i;
            arrays.add("?::" + type(table, i) + "[]");
            arrays.add("?::" + type(table, i) + "[]");
            names.add(before);
            names.add(after);
            assignments.add(column + " = coalesce(" + after + ", " + column + ")");
            conditions.add("(" + before + " is null or " + table.column(i).exactly(before) + ")");
        }
        return "update " + table.name() + " set " + String.join(", ", assignments) + " from unnest("
                + String.join(", ", arrays) + ") with ordinality as columnseal_page(" + String.join(", ", names) + ", "
                + PREFIX + "row) where " + String.join(" and ", conditions) + " returning " + PREFIX + "row";
    }

    private static String type(TableSql table, int column) {
        return table.column(column).column().storage() == Storage.TEXT ? "text" : "bytea";
    }

    @Override
    public boolean[] write(Connection connection, List<RowReplacement> page) throws SQLException {
        boolean[] taken = new boolean[page.size()];
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(table.timeoutSeconds());
            bind(connection, statement, page);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    taken[(int) rows.getLong(1) - 1] = true;
                }
            }
        }
        return taken;
    }

    private void bind(Connection connection, PreparedStatement statement, List<RowReplacement> page)
            throws SQLException {
        int index = 1;
        for (int i = 0; i < table.key().size(); i++) {
            int part = i;
            Object[] keys = page.stream().map(row -> row.row().key()[part]).toArray();
            statement.setArray(
                    index++,
                    connection.createArrayOf(String.valueOf(table.key().get(i).bulkType()), keys));
        }
        for (int i = 0; i < table.columns().size(); i++) {
            String type = type(table, i);
            @Nullable Object[] before = type.equals("text") ? new String[page.size()] : new byte[page.size()][];
            @Nullable Object[] after = before.clone();
            for (int row = 0; row < before.length; row++) {
                before[row] = page.get(row).before(i);
                after[row] = page.get(row).after(i);
            }
            statement.setArray(index++, connection.createArrayOf(type, before));
            statement.setArray(index++, connection.createArrayOf(type, after));
        }
    }
}
