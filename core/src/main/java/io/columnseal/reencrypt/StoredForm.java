package io.columnseal.reencrypt;

import io.columnseal.Storage;
import io.columnseal.cipher.SealedValue;
import io.columnseal.internal.FieldLayout;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How sealed values lie in a column. A value that was read is kept as the driver gave it, so that the compare-and-swap
 * compares with exactly what was there.
 */
interface StoredForm {

    /** How much of a value the database has to look at to see its header, in its own units. */
    int headerLength();

    /** A value or header as the column holds it, or null. */
    @Nullable Object read(ResultSet row, int index) throws SQLException;

    void bind(PreparedStatement statement, int index, Object stored) throws SQLException;

    /** The header that a value, or the prefix of one, begins with; null if it begins with none. */
    @Nullable Header header(Object stored);

    /** The sealed bytes, or null if this is not the form of sealed bytes. */
    byte @Nullable [] toBytes(Object stored);

    Object fromBytes(byte[] sealed);

    /** Length of a value as stored, in bytes. */
    int length(Object stored);

    /** Length of the shortest sealed value, in bytes. */
    int shortestLength();

    /** Whether a whole value shows if it can be sealed; of bytes, any are as good as others. */
    boolean showsPlaintext();

    /** Binds headers one after the other; returns the index behind them. */
    default int bindHeaders(PreparedStatement statement, int firstIndex, List<Header> headers) throws SQLException {
        int index = firstIndex;
        for (Header header : headers) {
            bind(statement, index++, fromBytes(header.toBytes()));
        }
        return index;
    }

    static StoredForm of(Storage storage) {
        return switch (storage) {
            case BINARY -> new Binary();
            case TEXT -> new Text();
        };
    }

    /** Sealed bytes as they are. */
    final class Binary implements StoredForm {

        @Override
        public int headerLength() {
            return SealedValue.PREFIX_BYTES;
        }

        @Override
        public @Nullable Object read(ResultSet row, int index) throws SQLException {
            return row.getBytes(index);
        }

        @Override
        public void bind(PreparedStatement statement, int index, Object stored) throws SQLException {
            statement.setBytes(index, (byte[]) stored);
        }

        @Override
        public @Nullable Header header(Object stored) {
            return Header.of((byte[]) stored);
        }

        @Override
        public byte[] toBytes(Object stored) {
            return (byte[]) stored;
        }

        @Override
        public Object fromBytes(byte[] sealed) {
            return sealed;
        }

        @Override
        public int length(Object stored) {
            return ((byte[]) stored).length;
        }

        @Override
        public int shortestLength() {
            return FieldLayout.MIN_BYTES;
        }

        @Override
        public boolean showsPlaintext() {
            return false;
        }
    }

    /** Sealed bytes as canonical base64url. */
    final class Text implements StoredForm {

        @Override
        public int headerLength() {
            return SealedValue.PREFIX_CHARACTERS;
        }

        @Override
        public @Nullable Object read(ResultSet row, int index) throws SQLException {
            return row.getString(index);
        }

        @Override
        public void bind(PreparedStatement statement, int index, Object stored) throws SQLException {
            statement.setString(index, (String) stored);
        }

        @Override
        public @Nullable Header header(Object stored) {
            String text = (String) stored;
            byte[] bytes = text.length() < SealedValue.PREFIX_CHARACTERS
                    ? null
                    : toBytes(text.substring(0, SealedValue.PREFIX_CHARACTERS));
            return bytes == null ? null : Header.of(bytes);
        }

        @Override
        public byte @Nullable [] toBytes(Object stored) {
            return SealedValue.fromText((String) stored).orElse(null);
        }

        @Override
        public Object fromBytes(byte[] sealed) {
            return SealedValue.toText(sealed);
        }

        @Override
        public int length(Object stored) {
            return ((String) stored).length();
        }

        @Override
        public int shortestLength() {
            return (FieldLayout.MIN_BYTES * 4 + 2) / 3;
        }

        @Override
        public boolean showsPlaintext() {
            return true;
        }
    }
}
