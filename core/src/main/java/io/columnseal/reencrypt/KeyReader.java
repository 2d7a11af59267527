package io.columnseal.reencrypt;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;

/**
 * Reads the key columns that come first in a query so that, bound again, they find the same row. Dates and times come
 * as java.time: a {@code java.sql.Timestamp} in the hour that a clock change leaves out is another time.
 */
final class KeyReader {

    private final int columns;

    KeyReader(int columns) {
        this.columns = columns;
    }

    Object[] read(ResultSet row) throws SQLException {
        ResultSetMetaData metaData = row.getMetaData();
        Object[] key = new Object[columns];
        for (int i = 0; i < columns; i++) {
            key[i] = read(row, i + 1, metaData);
        }
        return key;
    }

    private static Object read(ResultSet row, int index, ResultSetMetaData metaData) throws SQLException {
        return switch (metaData.getColumnType(index)) {
            case Types.DATE -> row.getObject(index, LocalDate.class);
            case Types.TIME -> row.getObject(index, LocalTime.class);
            case Types.TIMESTAMP_WITH_TIMEZONE -> row.getObject(index, OffsetDateTime.class);
            // PostgreSQL's driver calls both kinds by the same number
            case Types.TIMESTAMP ->
                metaData.getColumnTypeName(index).toLowerCase(Locale.ROOT).equals("timestamptz")
                        ? row.getObject(index, OffsetDateTime.class)
                        : row.getObject(index, LocalDateTime.class);
            default -> row.getObject(index);
        };
    }
}
