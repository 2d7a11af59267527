package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements that a run sends for one column. Names come from the catalogue, ready for SQL. */
final class ColumnSql {

    private static final int PAGE_TIMEOUT_SECONDS = 120;

    private final SealedColumn column;
    private final Dialect dialect;
    private final List<KeyColumn> key;
    private final StoredForm form;

    /** @param key as {@link RowKeys#of} gives it */
    ColumnSql(SealedColumn column, Dialect dialect, List<KeyColumn> key) {
        this.column = column;
        this.dialect = dialect;
        this.key = key;
        this.form = StoredForm.of(column.storage());
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

    /** Header, count, sum and maximum of the lengths, for every header there is, the most frequent first. */
    String census() {
        return "select " + header() + ", count(*), sum(octet_length(" + column.column() + ")), max(octet_length("
                + column.column() + ")) from " + column.table() + " where " + column.column()
                + " is not null group by " + header() + " order by 2 desc";
    }

    /**
     * The next rows of a table with a key: the key, then the value if it may be stale, else null. The filter picks values
     * and not rows, so that every database walks its primary key and never sorts the table.
     */
    String keyedPage(boolean first, @Nullable StaleFilter filter, int rows) {
        String keys = key.stream().map(KeyColumn::selected).collect(Collectors.joining(", "));
        String value = filter == null
                ? column.column()
                : "case when " + filter.condition(header()) + " then " + column.column() + " end";
        String after = first ? "" : " where " + dialect.after(keyOrder()).sql();
        return "select " + keys + ", " + value + " from " + column.table() + after + " order by "
                + String.join(", ", keyOrder()) + " "
                + dialect.limit(rows);
    }

    /** The next values of a table without a key, each with the number of its copies. */
    String unkeyedPage(boolean first, @Nullable StaleFilter filter, int rows) {
        String value = dialect.exact(column);
        String stale = filter == null ? column.column() + " is not null" : filter.condition(header());
        String after = first ? "" : " and " + value + " > ?";
        return "select " + value + ", count(*) from " + column.table() + " where " + stale + after + " group by "
                + value + " order by " + value + " " + dialect.limit(rows);
    }

    /** Puts a new value in place of an old one, if that is still there. Parameters: new, key columns, old. */
    String compareAndSwap() {
        String row = hasKey() ? KeysetCondition.equal(column.keyColumns()).sql() + " and " : "";
        return "update " + column.table() + " set " + column.column() + " = ? where " + row + dialect.exact(column)
                + " = ?";
    }

    List<Integer> afterParameters() {
        return dialect.after(keyOrder()).parameters();
    }

    private List<String> keyOrder() {
        return key.stream().map(KeyColumn::ordered).toList();
    }

    private String header() {
        return "substring(" + dialect.exact(column) + " from 1 for " + form.headerLength() + ")";
    }
}
