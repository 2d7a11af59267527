package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements that a run sends for one column. Names come from the catalogue, ready for SQL. */
final class ColumnSql {

    private static final int PAGE_TIMEOUT_SECONDS = 120;
    private static final int UNKEYED_VALUES_PER_TRANSACTION = 10;

    private final SealedColumn column;
    private final Dialect dialect;
    private final List<KeyColumn> key;
    private final List<String> stamps;
    private final StoredForm form;

    /**
     * For what changes nothing.
     *
     * @param key as {@link RowKeys#of} gives it
     */
    ColumnSql(SealedColumn column, Dialect dialect, List<KeyColumn> key) {
        this(column, dialect, key, List.of());
    }

    private ColumnSql(SealedColumn column, Dialect dialect, List<KeyColumn> key, List<String> stamps) {
        this.column = column;
        this.dialect = dialect;
        this.key = key;
        this.stamps = stamps;
        this.form = StoredForm.of(column.storage());
    }

    /** As the database has it: by what its rows are told apart, and what it would change besides. */
    static ColumnSql of(Connection connection, SealedColumn column, Dialect dialect) throws SQLException {
        return new ColumnSql(
                column, dialect, RowKeys.of(connection, column, dialect), dialect.stamps(connection, column));
    }

    SealedColumn column() {
        return column;
    }

    Dialect dialect() {
        return dialect;
    }

    StoredForm form() {
        return form;
    }

    /** As {@link RowKeys#of} gave it. */
    List<KeyColumn> key() {
        return key;
    }

    boolean hasKey() {
        return !key.isEmpty();
    }

    /**
     * Seconds that a statement about one page may take, 0 for any time. Without a key, the database may have to look
     * through the whole table.
     */
    int pageTimeoutSeconds() {
        return hasKey() ? PAGE_TIMEOUT_SECONDS : 0;
    }

    /**
     * Values to write in one transaction. Without a key, each of them makes the database look through the whole table,
     * and what was changed before stays locked meanwhile.
     */
    int valuesPerTransaction() {
        return hasKey() ? Reencryption.MAX_PAGE_SIZE : UNKEYED_VALUES_PER_TRANSACTION;
    }

    /** For each of these headers, one value that is not too short to be sealed: the least. */
    String leastValues(StaleFilter headers) {
        return "select " + header() + ", min(" + dialect.exact(column) + ") from " + column.table() + " where "
                + headers.condition(header()) + " and octet_length(" + column.column() + ") >= "
                + form.shortestLength() + " group by " + header();
    }

    /**
     * The next rows of a table with a key: the key, then what is wanted of the row. Without a condition on rows, so that
     * every database walks its primary key and never sorts the table.
     */
    String keyedPage(PageRange range, String content, int rows) {
        List<String> conditions = new ArrayList<>();
        if (range.hasStart()) {
            conditions.add(dialect.after(keyOrder()).sql());
        }
        if (range.hasEnd()) {
            conditions.add(dialect.upTo(keyOrder()).sql());
        }
        String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        return "select " + selectedKey() + ", " + content + " from " + column.table() + where + " order by "
                + String.join(", ", keyOrder()) + " "
                + dialect.limit(rows);
    }

    /** The next values of a table without a key, each with the number of its copies. */
    String unkeyedPage(boolean first, @Nullable StaleFilter filter, int rows) {
        String stale = filter == null ? column.column() + " is not null" : filter.condition(header());
        return unkeyedPage(first, stale, rows);
    }

    /** The same of values that a condition selects. */
    String unkeyedPage(boolean first, String stale, int rows) {
        String value = dialect.exact(column);
        String after = first ? "" : " and " + value + " > ?";
        return "select " + value + ", count(*) from " + column.table() + " where " + stale + after + " group by "
                + value + " order by " + value + " " + dialect.limit(rows);
    }

    /** Puts a new value in place of an old one, if that is still there. Parameters: new, key columns, old. */
    String compareAndSwap() {
        return "update " + column.table() + " set " + column.column() + " = ?" + keepingStamps() + " where " + row()
                + exactly("?");
    }

    /** The end of assignments, so that an update leaves columns alone which the database would set to its time. */
    String keepingStamps() {
        return stamps.stream().map(stamp -> ", " + stamp + " = " + stamp).collect(Collectors.joining());
    }

    /** The condition that the column holds exactly this. */
    String exactly(String value) {
        return dialect.exact(column) + " = " + value;
    }

    /** The part of a condition that names a row, if anything does. Parameters: key columns. */
    String row() {
        return hasKey() ? KeysetCondition.equal(column.keyColumns()).sql() + " and " : "";
    }

    /** Binds the parameters of {@link #row}; returns the index behind them. */
    int bindKey(PreparedStatement statement, int firstIndex, Object[] key) throws SQLException {
        int index = firstIndex;
        for (Object part : key) {
            dialect.bindKey(statement, index++, part);
        }
        return index;
    }

    /** The key columns as {@link Dialect#readKey} reads them. */
    String selectedKey() {
        return key.stream().map(KeyColumn::selected).collect(Collectors.joining(", "));
    }

    List<Integer> afterParameters() {
        return dialect.after(keyOrder()).parameters();
    }

    List<Integer> upToParameters() {
        return dialect.upTo(keyOrder()).parameters();
    }

    private List<String> keyOrder() {
        return key.stream().map(KeyColumn::ordered).toList();
    }

    /** The header of a value, or null. */
    String header() {
        return "substring(" + dialect.exact(column) + " from 1 for " + form.headerLength() + ")";
    }
}
