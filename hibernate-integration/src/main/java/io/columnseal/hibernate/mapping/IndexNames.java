package io.columnseal.hibernate.mapping;

import io.columnseal.hibernate.BlindIndex;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.NamingHelper;
import org.hibernate.boot.model.relational.Database;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;

/** How the columns and database indexes of blind indexes are called. */
final class IndexNames {

    private static final String COLUMN_SUFFIX = "_bidx";
    private static final String INDEX_PREFIX = "ix_";

    private IndexNames() {}

    /** The declared name as the naming strategy wants it, else one made from the sealed column's. */
    static Identifier column(BlindIndex declared, Column sealed, MetadataBuildingContext building) {
        Database database = building.getMetadataCollector().getDatabase();
        if (declared.column().isEmpty()) {
            Identifier name = database.toIdentifier(sealed.getQuotedName());
            return new Identifier(name.getText() + COLUMN_SUFFIX, name.isQuoted());
        }
        return building.getBuildingOptions()
                .getPhysicalNamingStrategy()
                .toPhysicalColumnName(database.toIdentifier(declared.column()), database.getJdbcEnvironment());
    }

    /** The declared name, else one made from those of table and column, or their hash if that is too long. */
    static String index(String declared, Table table, Column column, Database database) {
        if (!declared.isEmpty()) {
            return declared;
        }
        Identifier tableName = table.getNameIdentifier();
        Identifier columnName = database.toIdentifier(column.getQuotedName());
        String name = INDEX_PREFIX + tableName.getText() + "_" + columnName.getText();
        return name.length() <= database.getDialect().getMaxIdentifierLength()
                ? name
                : NamingHelper.INSTANCE.generateHashedConstraintName(INDEX_PREFIX, tableName, columnName);
    }
}
