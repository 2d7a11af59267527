package io.columnseal.cli;

import io.columnseal.ConfigurationException;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.ColumnPlace;
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
import org.jspecify.annotations.Nullable;

/** Schemas that hold sealed columns as well and were not named: what lies in them would not be counted. */
final class UnnamedSchemas {

    private UnnamedSchemas() {}

    /**
     * Looks at all that this user may see.
     *
     * @param former a column that is in no catalogue any more, as it was registered; null if there is none
     * @throws ConfigurationException if there is one
     */
    static void refuse(
            DataSource dataSource, ColumnCatalogue catalogue, @Nullable ColumnPlace former, Collection<String> named) {
        Set<String> columns = catalogue.columns().stream()
                .map(column -> place(column.table(), column.column()))
                .collect(Collectors.toSet());
        // With a schema in its name it is looked for there
        if (former != null && former.table().indexOf('.') < 0) {
            columns.add(place(former.table(), former.column()));
        }
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
                            + ", where these columns are as well: what they hold would be lost with the keys");
        }
    }

    private static ResultSet columns(DatabaseMetaData database) throws SQLException {
        return database.getColumns(null, null, "%", "%");
    }

    private static boolean isMySql(DatabaseMetaData database) throws SQLException {
        return Set.of("MariaDB", "MySQL").contains(database.getDatabaseProductName());
    }

    private static String place(String table, String column) {
        return folded(table.substring(table.lastIndexOf('.') + 1)) + "." + folded(column);
    }

    /** Whatever the quotes and the case: one that is another's does no harm. */
    private static String folded(String name) {
        return name.replaceAll("[\"`\\[\\]]", "").toLowerCase(Locale.ROOT);
    }
}
