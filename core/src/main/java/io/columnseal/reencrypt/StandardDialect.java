package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** SQL that most databases take, H2 among them. */
class StandardDialect implements Dialect {

    private static final int FETCH_SIZE = 1000;

    /** Serialization failure, deadlock; H2's lock timeout; a statement cancelled, as drivers do when its time is up. */
    private static final Set<String> TRANSIENT_STATES = Set.of("40001", "40P01", "HYT00", "57014");

    @Override
    public String exact(SealedColumn column) {
        return column.column();
    }

    @Override
    public String exactPlain(SealedColumn column) {
        return exact(column);
    }

    @Override
    public String exactTenant(String column, String type) {
        return type.equalsIgnoreCase("varchar_ignorecase") ? "cast(" + column + " as varchar)" : column;
    }

    @Override
    public List<KeyColumn> key(Connection connection, SealedColumn column) throws SQLException {
        return column.keyColumns().stream().map(KeyColumn::plain).toList();
    }

    @Override
    public List<String> stamps(Connection connection, SealedColumn column) throws SQLException {
        return List.of();
    }

    @Override
    public KeysetCondition after(List<String> keyOrder) {
        return KeysetCondition.expanded(keyOrder, ">", ">");
    }

    @Override
    public KeysetCondition upTo(List<String> keyOrder) {
        return KeysetCondition.expanded(keyOrder, "<", "<=");
    }

    @Override
    public String limit(int rows) {
        return "fetch first " + rows + " rows only";
    }

    @Override
    public String census(List<ColumnSql> columns) {
        return CensusSql.byHeaders(columns);
    }

    /** Dates and times as java.time: a {@code java.sql.Timestamp} in the hour that a clock change omits is another. */
    @Override
    public @Nullable Object readKey(ResultSet row, int index) throws SQLException {
        return switch (row.getMetaData().getColumnType(index)) {
            case Types.DATE -> row.getObject(index, LocalDate.class);
            case Types.TIME -> row.getObject(index, LocalTime.class);
            case Types.TIMESTAMP -> row.getObject(index, LocalDateTime.class);
            case Types.TIMESTAMP_WITH_TIMEZONE -> row.getObject(index, OffsetDateTime.class);
            default -> row.getObject(index);
        };
    }

    @Override
    public void bindKey(PreparedStatement statement, int index, Object value) throws SQLException {
        statement.setObject(index, value);
    }

    /** H2 has a time-out for locks unless it was told otherwise. */
    @Override
    public void begin(Connection connection) throws SQLException {}

    @Override
    public boolean isReplica(Connection connection) throws SQLException {
        return false;
    }

    @Override
    public void stream(PreparedStatement query) throws SQLException {
        query.setFetchSize(FETCH_SIZE);
    }

    /** Whether a query of one value gives a true one. */
    static boolean isTrue(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    @Override
    public boolean isTransient(SQLException error) {
        return error instanceof SQLTransientException || TRANSIENT_STATES.contains(String.valueOf(error.getSQLState()));
    }

    @Override
    public <C extends RowChange> PageWriter<C> writer(Swap<C> swap) {
        return new BatchPageWriter<>(swap);
    }

    @Override
    public RowWriter rowWriter(TableSql table) {
        return new BatchRowWriter(table);
    }
}
