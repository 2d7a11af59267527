package io.columnseal.hibernate.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.engine.jdbc.env.spi.IdentifierHelper;

/** Asks a database for its indexes, once for each schema where it can tell of all tables at once. */
final class ExistingIndexes {

    /** What the driver's metadata has, which tells of one table at a time. */
    private static final String POSTGRES_INDEXES = "select t.relname as \"TABLE_NAME\", x.relname as \"INDEX_NAME\","
            + " pg_catalog.pg_get_indexdef(i.indexrelid, p.position, false) as \"COLUMN_NAME\","
            + " not i.indisunique as \"NON_UNIQUE\","
            + " pg_catalog.pg_get_expr(i.indpred, i.indrelid) as \"FILTER_CONDITION\","
            + " n.nspname as \"TABLE_SCHEM\" from pg_catalog.pg_index i"
            + " join pg_catalog.pg_class t on t.oid = i.indrelid"
            + " join pg_catalog.pg_class x on x.oid = i.indexrelid"
            + " join pg_catalog.pg_namespace n on n.oid = t.relnamespace"
            + " cross join lateral generate_series(1, i.indnatts) p(position)"
            + " where n.nspname = ? order by t.relname, x.relname, p.position";

    private static final String MYSQL_INDEXES = "select table_name as TABLE_NAME, index_name as INDEX_NAME,"
            + " column_name as COLUMN_NAME, non_unique as NON_UNIQUE, null as FILTER_CONDITION, null as TABLE_SCHEM"
            + " from information_schema.statistics where table_schema = ? order by table_name, index_name, seq_in_index";

    private final Map<String, Map<String, ExistingIndex>> byTable = new HashMap<>();
    private final IdentifierHelper identifiers;
    private final UnfinishedIndexes unfinished;

    private ExistingIndexes(IdentifierHelper identifiers, UnfinishedIndexes unfinished) {
        this.identifiers = identifiers;
        this.unfinished = unfinished;
    }

    static ExistingIndexes read(Connection connection, IdentifierHelper identifiers, List<RequiredColumn> columns)
            throws SQLException {
        ExistingIndexes indexes = new ExistingIndexes(identifiers, UnfinishedIndexes.read(connection));
        for (List<RequiredColumn> ofSchema : RequiredColumn.bySchema(columns)) {
            indexes.readSchema(connection, ofSchema);
        }
        return indexes;
    }

    private void readSchema(Connection connection, List<RequiredColumn> columns) throws SQLException {
        Identifier catalog = columns.get(0).catalog();
        Identifier schema = columns.get(0).schema();
        String catalogName = catalog == null ? connection.getCatalog() : identifiers.toMetaDataCatalogName(catalog);
        String schemaName = schema == null ? connection.getSchema() : identifiers.toMetaDataSchemaName(schema);
        String product = connection.getMetaData().getDatabaseProductName();
        boolean mysql = product.equals("MySQL") || product.equals("MariaDB");
        // Those may say a name in another case than it was made in; elsewhere that is another table
        Map<String, String> qualifiedByTable =
                mysql ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : new LinkedHashMap<>();
        columns.forEach(column ->
                qualifiedByTable.put(identifiers.toMetaDataObjectName(column.table()), column.qualifiedTable()));
        boolean several = qualifiedByTable.size() > 1;
        if (several && catalogName != null && mysql) {
            read(connection, MYSQL_INDEXES, catalogName, qualifiedByTable);
        } else if (several && schemaName != null && product.equals("PostgreSQL")) {
            read(connection, POSTGRES_INDEXES, schemaName, qualifiedByTable);
        } else {
            for (String table : qualifiedByTable.keySet()) {
                // Statistics that are not quite up to date say as much about what is indexed
                add(
                        connection.getMetaData().getIndexInfo(catalogName, schemaName, table, false, true),
                        qualifiedByTable);
            }
        }
    }

    private void read(Connection connection, String query, String schema, Map<String, String> qualifiedByTable)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, schema);
            add(statement.executeQuery(), qualifiedByTable);
        }
    }

    private void add(ResultSet indexes, Map<String, String> qualifiedByTable) throws SQLException {
        try (ResultSet rows = indexes) {
            while (rows.next()) {
                String table = qualifiedByTable.get(rows.getString("TABLE_NAME"));
                String name = rows.getString("INDEX_NAME");
                String indexed = rows.getString("COLUMN_NAME");
                if (table != null && name != null && indexed != null) {
                    // A condition leaves rows out
                    boolean unique = !rows.getBoolean("NON_UNIQUE") && rows.getString("FILTER_CONDITION") == null;
                    String quoted = UnfinishedIndexes.quoted(rows.getString("TABLE_SCHEM"), name);
                    byTable.computeIfAbsent(table, first -> new LinkedHashMap<>())
                            .computeIfAbsent(
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
        return byTable.getOrDefault(column.qualifiedTable(), Map.of()).values().stream()
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
