package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Finds out by what the rows of a table can be told apart. */
final class RowKeys {

    private RowKeys() {}

    /**
     * The key columns, or none if some row holds null in one of them: null is neither equal to itself nor before or after
     * anything, so a walk along such a key would pass by rows. The sealed values themselves tell rows apart as well.
     */
    static List<KeyColumn> of(Connection connection, SealedColumn column, Dialect dialect) throws SQLException {
        return column.keyColumns().isEmpty() || holdsNull(connection, column, dialect)
                ? List.of()
                : dialect.key(connection, column);
    }

    private static boolean holdsNull(Connection connection, SealedColumn column, Dialect dialect) throws SQLException {
        String anyNull =
                column.keyColumns().stream().map(key -> key + " is null").collect(Collectors.joining(" or "));
        String query = "select 1 from " + column.table() + " where " + anyNull + " " + dialect.limit(1);
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            return rows.next();
        }
    }
}
