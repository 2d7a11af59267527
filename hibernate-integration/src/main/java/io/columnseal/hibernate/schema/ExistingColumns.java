package io.columnseal.hibernate.schema;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.engine.jdbc.env.spi.IdentifierHelper;
import org.jspecify.annotations.Nullable;

/** Asks a database for its columns, once for each schema. */
final class ExistingColumns {

    private final IdentifierHelper identifiers;
    private final Map<String, ExistingColumn> byName = new HashMap<>();
    private final Set<String> existingTables = new HashSet<>();

    private ExistingColumns(IdentifierHelper identifiers) {
        this.identifiers = identifiers;
    }

    static ExistingColumns read(Connection connection, IdentifierHelper identifiers, List<RequiredColumn> required)
            throws SQLException {
        ExistingColumns columns = new ExistingColumns(identifiers);
        for (List<RequiredColumn> ofSchema : RequiredColumn.bySchema(required)) {
            columns.readSchema(connection, ofSchema);
        }
        return columns;
    }

    Optional<ExistingColumn> find(RequiredColumn required) {
        return Optional.ofNullable(byName.get(key(required)));
    }

    /** Whether the table of a column exists. */
    boolean hasTableOf(RequiredColumn required) {
        return existingTables.contains(required.qualifiedTable());
    }

    private void readSchema(Connection connection, List<RequiredColumn> required) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        Identifier catalog = required.get(0).catalog();
        Identifier schema = required.get(0).schema();
        String catalogName = catalog == null ? connection.getCatalog() : identifiers.toMetaDataCatalogName(catalog);
        String schemaName = schema == null ? connection.getSchema() : identifiers.toMetaDataSchemaName(schema);
        Set<String> tables = required.stream()
                .map(column -> identifiers.toMetaDataObjectName(column.table()))
                .collect(Collectors.toSet());
        String pattern = tables.size() == 1 ? escaped(tables.iterator().next(), metaData) : "%";
        Map<String, String> qualifiedByTable = new HashMap<>();
        required.forEach(column -> qualifiedByTable.put(
                identifiers.toMetaDataObjectName(column.table()).toLowerCase(Locale.ROOT), column.qualifiedTable()));
        Map<String, RequiredColumn> wanted = new HashMap<>();
        required.forEach(column -> wanted.put(
                name(
                        identifiers.toMetaDataObjectName(column.table()),
                        identifiers.toMetaDataObjectName(column.column())),
                column));
        try (ResultSet rows = metaData.getColumns(catalogName, escapedOrNull(schemaName, metaData), pattern, "%")) {
            while (rows.next()) {
                String table = rows.getString("TABLE_NAME");
                String qualified = qualifiedByTable.get(table.toLowerCase(Locale.ROOT));
                if (qualified != null) {
                    existingTables.add(qualified);
                }
                RequiredColumn column = wanted.get(name(table, rows.getString("COLUMN_NAME")));
                if (column != null) {
                    byName.put(
                            key(column),
                            new ExistingColumn(
                                    rows.getInt("DATA_TYPE"),
                                    rows.getString("TYPE_NAME"),
                                    rows.getLong("COLUMN_SIZE")));
                }
            }
        }
    }

    private static String key(RequiredColumn column) {
        return column.qualifiedTable() + "." + column.quotedColumn();
    }

    /** Databases differ in how they fold names, and metadata tells two that differ by case only apart by nothing else. */
    private static String name(String table, String column) {
        return (table + "\0" + column).toLowerCase(Locale.ROOT);
    }

    private static @Nullable String escapedOrNull(@Nullable String name, DatabaseMetaData metaData)
            throws SQLException {
        return name == null ? null : escaped(name, metaData);
    }

    private static String escaped(String name, DatabaseMetaData metaData) throws SQLException {
        String escape = metaData.getSearchStringEscape();
        List<String> escaped = new ArrayList<>();
        name.codePoints()
                .forEach(
                        point -> escaped.add((point == '_' || point == '%' ? escape : "") + Character.toString(point)));
        return String.join("", escaped);
    }
}
