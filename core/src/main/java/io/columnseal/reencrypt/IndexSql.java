package io.columnseal.reencrypt;

import io.columnseal.Uniqueness;
import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;

/** The statements that a rebuild sends for one index column. Names come from the catalogue, ready for SQL. */
final class IndexSql {

    private final ColumnSql sealed;
    private final IndexColumn index;

    /** @param sealed the column whose values are indexed */
    IndexSql(ColumnSql sealed, IndexColumn index) {
        this.sealed = sealed;
        this.index = index;
    }

    ColumnSql sealed() {
        return sealed;
    }

    SealedColumn column() {
        return sealed.column();
    }

    IndexColumn index() {
        return index;
    }

    /**
     * Header, version of the index value, number of rows, sum and maximum of the values' lengths, the most frequent first.
     * A null header stands for no value, a null version for no index value.
     */
    String census() {
        return census(column().column() + " is not null or " + index.column() + " is not null");
    }

    /** The same of the second column of a unique index, for the rows that the first one has a value of. */
    String indexedCensus() {
        String current = column().indexes().stream()
                .filter(other ->
                        other.uniqueness() == Uniqueness.CURRENT && other.name().equals(index.name()))
                .map(IndexColumn::column)
                .findFirst()
                .orElseThrow();
        return census(current + " is not null");
    }

    private String census(String condition) {
        String length = "octet_length(" + column().column() + ")";
        return "select " + sealed.header() + ", " + version() + ", count(*), sum(" + length + "), max(" + length
                + ") from " + column().table() + " where " + condition + " group by " + sealed.header() + ", "
                + version() + " order by 3 desc";
    }

    /** The key of the row that holds an index value. Parameter: the index value. */
    String holder() {
        return "select " + sealed.selectedKey() + " from " + column().table() + " where " + index.column() + " = ?";
    }

    /** The next rows of a table with a key: the key, then value and index value, both null if nothing is to be done. */
    String keyedPage(PageRange range, IndexFilter filter, int rows) {
        String condition = filter.condition(this);
        return sealed.keyedPage(
                range,
                "case when " + condition + " then " + column().column() + " end, case when " + condition + " then "
                        + index.column() + " end",
                rows);
    }

    /** Gives a row without an index value one. Parameters: index value, key columns, value. */
    String fill() {
        return put() + " and " + index.column() + " is null";
    }

    /** Replaces a row's index value. Parameters: new one, key columns, value, old one. */
    String replace() {
        return put() + " and " + index.column() + " = ?";
    }

    /** Gives all rows with the very same value one index value. Parameters: index value, value, index value. */
    String putAll() {
        return put() + " and (" + index.column() + " is null or " + index.column() + " <> ?)";
    }

    /** Takes the index value from a row without a value. Parameters: key columns. */
    String clear() {
        return "update " + column().table() + " set " + index.column() + " = null" + sealed.keepingStamps() + " where "
                + sealed.row()
                + column().column() + " is null and " + index.column() + " is not null";
    }

    private String put() {
        return "update " + column().table() + " set " + index.column() + " = ?" + sealed.keepingStamps() + " where "
                + sealed.row()
                + sealed.dialect().exact(column()) + " = ?";
    }

    /** Byte 0 of an index value, or null. */
    String version() {
        return "substring(" + index.column() + " from 1 for 1)";
    }

    @Override
    public String toString() {
        return column().table() + "." + index.column();
    }
}
