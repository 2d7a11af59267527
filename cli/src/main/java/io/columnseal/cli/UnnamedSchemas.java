package io.columnseal.cli;

import io.columnseal.ConfigurationException;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.SealedColumn;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Schemas that hold sealed columns as well and were not named: what lies in them would not be counted. */
final class UnnamedSchemas {

    private UnnamedSchemas() {}

    /**
     * Looks at all that this user may see.
     *
     * @throws ConfigurationException if there is one
     */
    static void refuse(DataSource dataSource, ColumnCatalogue catalogue, Collection<String> named) {
        Set<String> columns =
                catalogue.columns().stream().map(UnnamedSchemas::place).collect(Collectors.toSet());
        Set<String> unnamed = new TreeSet<>();
        try (Connection connection = dataSource.getConnection();
                ResultSet column = columns(connection.getMetaData())) {
            boolean inCatalogs = isMySql(connection.getMetaData());
            while (column.next()) {
                String schema = column.getString(inCatalogs ? "TABLE_CAT" : "TABLE_SCHEM");
                String place = folded(column.getString("TABLE_NAME")) + "." + folded(column.getString("COLUMN_NAME"));
                if (columns.contains(place) && !named.contains(schema)) {
                    unnamed.add(schema);
                }
            }
        } catch (SQLException e) {
            throw new DatabaseUnreachableException(CommandSettings.DATA_URL, e);
        }
        if (!unnamed.isEmpty()) {
            throw new ConfigurationException(
                    "--schema",
                    "does not name " + String.join(", ", unnamed)
                            + ", where columns of the catalogue are as well: what they hold would be lost with the keys");
        }
    }

    private static ResultSet columns(DatabaseMetaData database) throws SQLException {
        return database.getColumns(null, null, "%", "%");
    }

    private static boolean isMySql(DatabaseMetaData database) throws SQLException {
        return Set.of("MariaDB", "MySQL").contains(database.getDatabaseProductName());
    }

    private static String place(SealedColumn column) {
        String table = column.table();
        return folded(table.substring(table.lastIndexOf('.') + 1)) + "." + folded(column.column());
    }

    /** Whatever the quotes and the case: one that is another's does no harm. */
    private static String folded(String name) {
        return name.replaceAll("[\"`\\[\\]]", "").toLowerCase(Locale.ROOT);
    }
}
