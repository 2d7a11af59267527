package io.columnseal.reencrypt;

import io.columnseal.ReencryptionException;
import io.columnseal.catalogue.SealedColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;

/** Finds out whether the database keeps values as they are given to it. */
final class WrittenValues {

    /** What alters values does so to the first of them; each costs two parameters or more, of which there is a limit. */
    private static final int MOST_LOOKED_FOR = 200;

    private WrittenValues() {}

    /**
     * Counts the first of these values in the transaction that has written them.
     *
     * @param written not empty
     * @throws ReencryptionException if some of them are not there: so that they are taken back
     */
    static void require(Connection connection, ColumnSql sql, List<Replacement> written) throws SQLException {
        List<Replacement> values = written.subList(0, Math.min(written.size(), MOST_LOOKED_FOR));
        String value = "(" + sql.row() + sql.dialect().exactPlain(sql.column()) + " = ?)";
        String query = "select count(*) from " + sql.column().table() + " where "
                + String.join(" or ", Collections.nCopies(values.size(), value));
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setQueryTimeout(sql.pageTimeoutSeconds());
            int index = 1;
            for (Replacement replacement : values) {
                index = sql.bindKey(statement, index, replacement.row().key());
                sql.form().bind(statement, index++, replacement.stored());
            }
            try (ResultSet count = statement.executeQuery()) {
                count.next();
                if (count.getLong(1) < values.size()) {
                    throw altered(sql.column());
                }
            }
        }
    }

    static ReencryptionException altered(SealedColumn column) {
        return new ReencryptionException(
                "store what was sealed, of which the database keeps something else: look for a trigger, a rule or a type"
                        + " that changes values, of which none of this page's stay",
                column.table(),
                column.column(),
                null,
                0);
    }
}
