package io.columnseal.reencrypt;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads the values of a table's sealed columns that may be stale. */
final class TableQuery implements PageQuery<TableRow> {

    private final TableSql table;
    private final List<Filtered> columns;

    /** @param filters one for each column of the table, or null to read all its values */
    TableQuery(TableSql table, List<@Nullable StaleFilter> filters) {
        this.table = table;
        this.columns = new ArrayList<>();
        for (int i = 0; i < filters.size(); i++) {
            columns.add(new Filtered(table.column(i), filters.get(i)));
        }
    }

    @Override
    public String sql(PageRange range, int rows) {
        String values = columns.stream().map(Filtered::value).collect(Collectors.joining(", "));
        return table.anyColumn().keyedPage(range, values, rows);
    }

    @Override
    public int bind(PreparedStatement statement, int firstIndex) throws SQLException {
        int index = firstIndex;
        for (Filtered column : columns) {
            if (column.filter != null) {
                index = column.sql.form().bindHeaders(statement, index, column.filter.headers());
            }
        }
        return index;
    }

    @Override
    public @Nullable TableRow read(ResultSet row, int firstIndex, Object[] key) throws SQLException {
        @Nullable Object[] stored = new Object[columns.size()];
        boolean any = false;
        for (int i = 0; i < stored.length; i++) {
            stored[i] = columns.get(i).sql.form().read(row, firstIndex + i);
            any |= stored[i] != null;
        }
        return any ? new TableRow(key, stored) : null;
    }

    @Override
    public int length(TableRow row) {
        return IntStream.range(0, columns.size())
                .map(i -> columns.get(i).length(row.stored(i)))
                .sum();
    }

    private record Filtered(ColumnSql sql, @Nullable StaleFilter filter) {

        /** The value if it may be stale, else null: values are picked and not rows, so that no page is searched for. */
        String value() {
            String column = sql.column().column();
            return filter == null ? column : "case when " + filter.condition(sql.header()) + " then " + column + " end";
        }

        int length(@Nullable Object stored) {
            return stored == null ? 0 : sql.form().length(stored);
        }
    }
}
