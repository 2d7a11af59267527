package io.columnseal.hibernate.schema;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.engine.jdbc.env.spi.IdentifierHelper;

/** Asks a database which columns its indexes begin with, table by table. */
final class ExistingIndexes {

    private final Set<String> covered = new HashSet<>();

    private ExistingIndexes() {}

    static ExistingIndexes read(Connection connection, IdentifierHelper identifiers, List<RequiredColumn> columns)
            throws SQLException {
        ExistingIndexes indexes = new ExistingIndexes();
        DatabaseMetaData metaData = connection.getMetaData();
        for (RequiredColumn column : columns) {
            Identifier catalog = column.catalog();
            Identifier schema = column.schema();
            // Statistics that are not quite up to date say as much about what is indexed
            try (ResultSet rows = metaData.getIndexInfo(
                    catalog == null ? connection.getCatalog() : identifiers.toMetaDataCatalogName(catalog),
                    schema == null ? connection.getSchema() : identifiers.toMetaDataSchemaName(schema),
                    identifiers.toMetaDataObjectName(column.table()),
                    false,
                    true)) {
                while (rows.next()) {
                    String first = rows.getInt("ORDINAL_POSITION") == 1 ? rows.getString("COLUMN_NAME") : null;
                    if (first != null && isNamed(first, identifiers.toMetaDataObjectName(column.column()))) {
                        indexes.covered.add(key(column));
                    }
                }
            }
        }
        return indexes;
    }

    boolean cover(RequiredColumn column) {
        return covered.contains(key(column));
    }

    /** Some drivers quote the names of columns here. */
    private static boolean isNamed(String reported, String name) {
        return reported.replace("\"", "").toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT));
    }

    private static String key(RequiredColumn column) {
        return column.qualifiedTable() + "." + column.quotedColumn();
    }
}
