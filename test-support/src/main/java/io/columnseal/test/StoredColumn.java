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
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A column of a table, read as the database holds it. */
record StoredColumn(DataSource dataSource, String table, String column) {

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\s]+=*\\s*");

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

    /** The bytes that a value's form on disk holds: itself, and what it is the Base64 of, of whichever kind. */
    static List<byte[]> representations(Object value) {
        byte[] stored = value instanceof byte[] bytes ? bytes : ((String) value).getBytes(StandardCharsets.UTF_8);
        return decodedBase64(stored).map(decoded -> List.of(stored, decoded)).orElse(List.of(stored));
    }

    /** Lenient, unlike what reads sealed values: both alphabets, with padding or without, in lines or in one. */
    private static Optional<byte[]> decodedBase64(byte[] stored) {
        String text = new String(stored, StandardCharsets.ISO_8859_1)
                .replace('-', '+')
                .replace('_', '/');
        if (!BASE64.matcher(text).matches()) {
            return Optional.empty();
        }
        // A last character without a partner holds no whole byte
        String digits = text.replaceAll("[=\\s]", "");
        return Optional.of(Base64.getDecoder()
                .decode(digits.substring(0, digits.length() - (digits.length() % 4 == 1 ? 1 : 0))));
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
