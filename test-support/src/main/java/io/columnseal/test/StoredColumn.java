package io.columnseal.test;

import io.columnseal.cipher.SealedValue;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A column of a table, read as the database holds it. */
record StoredColumn(DataSource dataSource, String table, String column) {

    /** All values that are not null: byte arrays, or the text of whatever else it is. */
    List<Object> values() {
        List<Object> values = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select " + column + " from " + table)) {
            while (row.next()) {
                Object value = plain(row.getObject(1));
                if (value != null) {
                    values.add(value);
                }
            }
            return values;
        } catch (SQLException e) {
            throw new AssertionError("cannot read " + this, e);
        }
    }

    /** Suite and key of a value, if it looks like a sealed one. */
    static Optional<SealedValue.Header> header(Object value) {
        return value instanceof byte[] bytes
                ? SealedValue.header(bytes)
                : SealedValue.fromText((String) value).flatMap(SealedValue::header);
    }

    /** The bytes that a value's form on disk holds. */
    static List<byte[]> representations(Object value) {
        if (value instanceof byte[] bytes) {
            return List.of(bytes);
        }
        byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
        return SealedValue.fromText((String) value)
                .map(decoded -> List.of(text, decoded))
                .orElse(List.of(text));
    }

    private static @Nullable Object plain(@Nullable Object value) throws SQLException {
        if (value instanceof Blob blob) {
            return blob.getBytes(1, Math.toIntExact(blob.length()));
        }
        if (value instanceof Clob clob) {
            return clob.getSubString(1, Math.toIntExact(clob.length()));
        }
        return value == null || value instanceof byte[] ? value : value.toString();
    }

    @Override
    public String toString() {
        return table + "." + column;
    }
}
