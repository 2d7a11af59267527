package io.columnseal.reencrypt;

import io.columnseal.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The queries that count the values of one table's columns by their headers: the headers of the columns, the number of
 * rows, {@value #FIGURES} figures of each column; the most rows first.
 */
final class CensusSql {

    /** Of a column: sum and maximum of the lengths, and how many values are too short to be sealed. */
    static final int FIGURES = 3;

    private CensusSql() {}

    /** Groups by each of the headers. */
    static String byHeaders(List<ColumnSql> columns) {
        String headers = listed(columns, ColumnSql::header);
        return "select " + headers + ", count(*), "
                + listed(columns, column -> figures(column, "octet_length(" + name(column) + ")"))
                + from(columns) + " group by " + headers + order(columns);
    }

    /**
     * Groups by one array of all the headers, of which PostgreSQL expects few different ones and counts them as it looks
     * through the table. By each header it expects as many groups as there are rows, and sorts them, whole values and all,
     * in temporary files; so it does without {@code offset 0}, which keeps it from looking into the array.
     */
    static String byArray(List<ColumnSql> columns) {
        boolean mixed = columns.stream()
                        .map(column -> column.column().storage())
                        .distinct()
                        .count()
                > 1;
        List<String> headers = new ArrayList<>();
        List<String> elements = new ArrayList<>();
        List<String> lengths = new ArrayList<>();
        List<String> figures = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            ColumnSql column = columns.get(i);
            // An array holds values of one type
            boolean encoded = mixed && column.column().storage() == Storage.BINARY;
            String element = "columnseal_headers[" + (i + 1) + "]";
            String length = "columnseal_length_" + i;
            headers.add(encoded ? "encode(" + column.header() + ", 'hex') collate \"C\"" : column.header());
            elements.add(encoded ? "decode(" + element + ", 'hex')" : element);
            lengths.add("octet_length(" + name(column) + ") as " + length);
            figures.add(figures(column, length));
        }
        return "select " + String.join(", ", elements) + ", count(*), " + String.join(", ", figures)
                + " from (select array[" + String.join(", ", headers) + "] as columnseal_headers, "
                + String.join(", ", lengths) + from(columns)
                + " offset 0) columnseal_census group by columnseal_headers"
                + order(columns);
    }

    private static String from(List<ColumnSql> columns) {
        return " from " + columns.get(0).column().table() + " where "
                + columns.stream().map(column -> name(column) + " is not null").collect(Collectors.joining(" or "));
    }

    private static String order(List<ColumnSql> columns) {
        return " order by " + (columns.size() + 1) + " desc";
    }

    private static String figures(ColumnSql column, String length) {
        return "sum(" + length + "), max(" + length + "), sum(case when " + length + " < "
                + column.form().shortestLength() + " then 1 else 0 end)";
    }

    private static String name(ColumnSql column) {
        return column.column().column();
    }

    private static String listed(List<ColumnSql> columns, Function<ColumnSql, String> expression) {
        return columns.stream().map(expression).collect(Collectors.joining(", "));
    }
}
