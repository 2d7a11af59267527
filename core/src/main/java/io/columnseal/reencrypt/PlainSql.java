package io.columnseal.reencrypt;

import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.TenantColumn;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements that a migration sends for one column of a table with a key. Names come from the catalogue. */
final class PlainSql implements Swap<PlainChange> {

    /** A name that no table of anybody's has. */
    private static final String OWNER = "columnseal_owner";

    private final ColumnSql sql;

    PlainSql(ColumnSql sql) {
        this.sql = sql;
    }

    ColumnSql column() {
        return sql;
    }

    private List<IndexColumn> indexes() {
        return sql.column().indexes();
    }

    /** The next rows: the key, the value, the row's tenant; both null where nothing is to be done. */
    String page(PageRange range, @Nullable StaleFilter filter, int rows) {
        String value = sql.column().column();
        String wanted =
                filter == null ? value : "case when " + filter.condition(sql.header()) + " then " + value + " end";
        return sql.keyedPage(range, wanted + ", " + tenant(), rows);
    }

    /** The column of {@link #page} that names tenants, of no row. */
    String tenantOfNoRow() {
        return "select " + tenant() + " from " + sql.column().table() + " where 1 = 0";
    }

    private String tenant() {
        TenantColumn tenant = sql.column().tenant();
        if (tenant == null) {
            return "null";
        }
        if (tenant.table().equals(sql.column().table())) {
            return tenant.column();
        }
        StringBuilder query = new StringBuilder(
                "(select " + OWNER + "." + tenant.column() + " from " + tenant.table() + " " + OWNER + " where ");
        for (int i = 0; i < tenant.keyColumns().size(); i++) {
            query.append(i == 0 ? "" : " and ")
                    .append(OWNER + "." + tenant.keyColumns().get(i))
                    .append(" = " + sql.column().table() + "."
                            + sql.column().keyColumns().get(i));
        }
        return query.append(")").toString();
    }

    /** Parameters: new value, new index values, key columns, old value. */
    @Override
    public String sql() {
        StringBuilder update = new StringBuilder(
                "update " + sql.column().table() + " set " + sql.column().column() + " = ?");
        indexes().forEach(index -> update.append(", ").append(index.column()).append(" = ?"));
        return update.append(sql.keepingStamps())
                .append(" where ")
                .append(sql.row())
                .append(sql.dialect().exactPlain(sql.column()))
                .append(" = ?")
                .toString();
    }

    @Override
    public int timeoutSeconds() {
        return sql.pageTimeoutSeconds();
    }

    @Override
    public void bind(PreparedStatement statement, PlainChange change) throws SQLException {
        int next = 1;
        sql.form().bind(statement, next++, change.stored());
        for (byte[] indexValue : change.indexValues()) {
            statement.setBytes(next++, indexValue);
        }
        next = sql.bindKey(statement, next, change.row().key());
        sql.form().bind(statement, next, change.row().stored());
    }
}
