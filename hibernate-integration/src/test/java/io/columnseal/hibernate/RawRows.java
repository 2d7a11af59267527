package io.columnseal.hibernate;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.SessionFactory;

/** Reads columns past Hibernate's mapping, as an administrator of the database would. */
public final class RawRows {

    private RawRows() {}

    /** All values of a column, texts as their UTF-8 bytes; nulls are left out. */
    public static List<byte[]> of(SessionFactory factory, String table, String column) {
        return query(factory, "select " + column + " from " + table + " where " + column + " is not null");
    }

    /** Everything a query selects, row by row. */
    public static List<byte[]> query(SessionFactory factory, String sql) {
        return factory.fromSession(session -> session.doReturningWork(connection -> {
            List<byte[]> values = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    for (int i = 1; i <= columns; i++) {
                        Object value = rows.getObject(i);
                        if (value instanceof byte[] || value instanceof java.sql.Blob) {
                            values.add(rows.getBytes(i));
                        } else if (value != null) {
                            values.add(rows.getString(i).getBytes(StandardCharsets.UTF_8));
                        }
                    }
                }
            }
            return values;
        }));
    }

    public static void update(SessionFactory factory, String sql, Object... parameters) {
        factory.inTransaction(session -> session.doWork(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.length; i++) {
                    statement.setObject(i + 1, parameters[i]);
                }
                statement.executeUpdate();
            }
        }));
    }
}
