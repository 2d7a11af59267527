package io.columnseal.hibernate.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.engine.jdbc.env.spi.IdentifierHelper;

/** Asks a database for its indexes, table by table. */
final class ExistingIndexes {

    private final Map<String, List<ExistingIndex>> byTable = new HashMap<>();
    private final IdentifierHelper identifiers;

    private ExistingIndexes(IdentifierHelper identifiers) {
        this.identifiers = identifiers;
    }

    static ExistingIndexes read(Connection connection, IdentifierHelper identifiers, List<RequiredColumn> columns)
            throws SQLException {
        ExistingIndexes indexes = new ExistingIndexes(identifiers);
        for (RequiredColumn column : columns) {
            if (!indexes.byTable.containsKey(column.qualifiedTable())) {
                indexes.byTable.put(column.qualifiedTable(), read(connection, identifiers, column));
            }
        }
        return indexes;
    }

    private static List<ExistingIndex> read(Connection connection, IdentifierHelper identifiers, RequiredColumn column)
            throws SQLException {
        Map<String, ExistingIndex> byName = new LinkedHashMap<>();
        Identifier catalog = column.catalog();
        Identifier schema = column.schema();
        UnfinishedIndexes unfinished = UnfinishedIndexes.read(connection);
        // Statistics that are not quite up to date say as much about what is indexed
        try (ResultSet rows = connection
                .getMetaData()
                .getIndexInfo(
                        catalog == null ? connection.getCatalog() : identifiers.toMetaDataCatalogName(catalog),
                        schema == null ? connection.getSchema() : identifiers.toMetaDataSchemaName(schema),
                        identifiers.toMetaDataObjectName(column.table()),
                        false,
                        true)) {
            while (rows.next()) {
                String name = rows.getString("INDEX_NAME");
                String indexed = rows.getString("COLUMN_NAME");
                if (name != null && indexed != null) {
                    // A condition leaves rows out
                    boolean unique = !rows.getBoolean("NON_UNIQUE") && rows.getString("FILTER_CONDITION") == null;
                    String quoted = UnfinishedIndexes.quoted(rows.getString("TABLE_SCHEM"), name);
                    byName.computeIfAbsent(
                                    name,
                                    made -> new ExistingIndex(
                                            quoted,
                                            unique,
                                            !unfinished.contains(quoted),
                                            unfinished.isBuilding(quoted),
                                            new ArrayList<>()))
                            .columns()
                            .add(indexed);
                }
            }
        }
        return List.copyOf(byName.values());
    }

    /** Whether an index begins with the column, or holds it alone and is unique if it needs one that is. */
    boolean cover(RequiredColumn column) {
        return of(column).anyMatch(ExistingIndex::valid);
    }

    /** The quoted names of those that would, had the database finished them. */
    List<String> invalid(RequiredColumn column) {
        return of(column)
                .filter(index -> !index.valid())
                .map(ExistingIndex::quotedName)
                .toList();
    }

    /** Those of them that it may be at work on. */
    List<String> building(RequiredColumn column) {
        return of(column)
                .filter(ExistingIndex::building)
                .map(ExistingIndex::quotedName)
                .toList();
    }

    private Stream<ExistingIndex> of(RequiredColumn column) {
        String name = identifiers.toMetaDataObjectName(column.column());
        return byTable.getOrDefault(column.qualifiedTable(), List.of()).stream()
                .filter(index ->
                        !column.unique() || index.unique() && index.columns().size() == 1)
                .filter(index -> isNamed(index.columns().get(0), name));
    }

    /** @param columns in the index's order */
    private record ExistingIndex(
            String quotedName, boolean unique, boolean valid, boolean building, List<String> columns) {}

    /** Some drivers quote the names of columns here. */
    private static boolean isNamed(String reported, String name) {
        return reported.replace("\"", "").toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT));
    }
}
