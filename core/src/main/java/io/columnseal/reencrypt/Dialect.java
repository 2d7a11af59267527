package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the databases do differently. One for each family; safe for use by many threads. */
interface Dialect {

    /**
     * An expression for a text or binary column that compares, groups and sorts byte by byte, whatever the column's
     * collation.
     */
    String exact(SealedColumn column);

    /**
     * The same of a column whose values may not be sealed, to be compared with a parameter: blanks at the end count, and
     * characters beyond ASCII.
     */
    String exactPlain(SealedColumn column);

    /**
     * The name of a tenant, apart from those that the database takes for the same; the column itself if it takes none.
     *
     * @param type as the driver calls it
     */
    String exactTenant(String column, String type);

    /** The columns of the table's key. */
    List<KeyColumn> key(Connection connection, SealedColumn column) throws SQLException;

    /**
     * Columns of the table that the database sets to its own time with every change of a row that does not set them, ready for
     * SQL.
     */
    List<String> stamps(Connection connection, SealedColumn column) throws SQLException;

    /** The condition that a row comes after a given one in the order of these expressions. */
    KeysetCondition after(List<String> keyOrder);

    /** The condition that a row comes before a given one in the order of these expressions, or is that one. */
    KeysetCondition upTo(List<String> keyOrder);

    /** The clause that ends a query after so many rows. */
    String limit(int rows);

    /** Has the driver hand out the rows of a long result as they come, and not keep all of them. */
    void stream(PreparedStatement query) throws SQLException;

    /** The query of {@link CensusSql} that looks through a table once and keeps no more of it than its groups. */
    String census(List<ColumnSql> columns);

    /** Reads a value of a key column so that, bound again, it finds the same row; null if it holds none. */
    @Nullable Object readKey(ResultSet row, int index) throws SQLException;

    /** Binds a value of a key column that {@link #readKey} read. */
    void bindKey(PreparedStatement statement, int index, Object value) throws SQLException;

    /** Prepares a transaction that has just begun, so that its statements do not wait for locks without end. */
    void begin(Connection connection) throws SQLException;

    /** Whether the database only follows another one, or may: counts of it are of some time ago. */
    boolean isReplica(Connection connection) throws SQLException;

    /** Whether the transaction failed only because of what others did at the same time, and can be repeated. */
    boolean isTransient(SQLException error);

    /** How to write changes by this compare-and-swap. */
    <C extends RowChange> PageWriter<C> writer(Swap<C> swap);

    /** The fastest way to write the rows of a table's pages. */
    RowWriter rowWriter(TableSql table);
}
