package io.columnseal.reencrypt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the values of a table's columns by their headers in one look through the table: rows whose values are under the
 * same keys throughout come out as one.
 *
 * @param columns of one table, at least one
 */
record CensusQuery(List<ColumnSql> columns) {

    /** More of them make more combinations of keys than they save looks. */
    private static final int MAX_COLUMNS = 8;

    CensusQuery {
        columns = List.copyOf(columns);
    }

    /** As {@link CensusSql} says. */
    String sql() {
        return columns.get(0).dialect().census(columns);
    }

    /** What one column holds. */
    static HeaderCounts count(Connection connection, ColumnSql column) throws SQLException {
        return new CensusQuery(List.of(column))
                .count(connection, HeaderCounts.MAX_HEADERS)
                .get(0);
    }

    /**
     * What each column holds, in their order.
     *
     * @param limit how many headers to keep, of all columns
     */
    List<HeaderCounts> count(Connection connection, int limit) throws SQLException {
        List<HeaderCounts> counts = columns.stream()
                .map(column -> new HeaderCounts(limit / columns.size()))
                .toList();
        try (PreparedStatement statement = connection.prepareStatement(sql())) {
            columns.get(0).dialect().stream(statement);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    for (int i = 0; i < columns.size(); i++) {
                        add(row, i, counts.get(i));
                    }
                }
            }
        }
        return counts;
    }

    private void add(ResultSet row, int column, HeaderCounts counts) throws SQLException {
        StoredForm form = columns.get(column).form();
        Object prefix = form.read(row, column + 1);
        if (prefix != null) {
            Header header = form.header(prefix);
            int rows = columns.size() + 1;
            int figures = rows + 1 + CensusSql.FIGURES * column;
            counts.add(
                    header,
                    row.getLong(rows),
                    row.getLong(figures),
                    row.getLong(figures + 1),
                    row.getLong(figures + 2));
        }
    }

    /** The columns of each table together, as many as one query counts, in the order of the first of them. */
    static List<CensusQuery> of(List<ColumnSql> columns) {
        List<List<ColumnSql>> tables = new ArrayList<>();
        for (ColumnSql column : columns) {
            tables.stream()
                    .filter(table -> table.size() < MAX_COLUMNS && isOfTable(column, table))
                    .findFirst()
                    .orElseGet(() -> {
                        tables.add(new ArrayList<>());
                        return tables.get(tables.size() - 1);
                    })
                    .add(column);
        }
        return tables.stream().map(CensusQuery::new).toList();
    }

    private static boolean isOfTable(ColumnSql column, List<ColumnSql> table) {
        return column.column().table().equals(table.get(0).column().table());
    }
}
