package io.columnseal.hibernate.mapping;

import io.columnseal.Uniqueness;
import io.columnseal.hibernate.BlindIndex;
import io.columnseal.hibernate.internal.AttributeIndex;
import io.columnseal.index.PrefixForm;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.NamingHelper;
import org.hibernate.boot.model.relational.Database;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;

/** How the columns and database indexes of blind indexes are called. */
final class IndexNames {

    private static final String COLUMN_SUFFIX = "_bidx";
    private static final String PREFIXES_SUFFIX = "_pidx";
    private static final String NEXT_SUFFIX = "_next";
    private static final String INDEX_PREFIX = "ix_";
    private static final String UNIQUE_PREFIX = "uk_";

    private IndexNames() {}

    /**
     * The declared name as the naming strategy wants it, else one made from the sealed column's or from that of the attribute
     * it is looked up by.
     */
    static Identifier column(
            BlindIndex declared, AttributeIndex index, Column sealed, MetadataBuildingContext building) {
        Identifier name = firstColumn(declared, index, sealed, building);
        return index.isNext() ? new Identifier(name.getText() + NEXT_SUFFIX, name.isQuoted()) : name;
    }

    private static Identifier firstColumn(
            BlindIndex declared, AttributeIndex index, Column sealed, MetadataBuildingContext building) {
        Database database = building.getMetadataCollector().getDatabase();
        AttributeIndex.Part part = index.part();
        if (declared.column().isEmpty() && part == null) {
            Identifier name = database.toIdentifier(sealed.getQuotedName());
            String suffix = index.form() instanceof PrefixForm ? PREFIXES_SUFFIX : COLUMN_SUFFIX;
            return new Identifier(name.getText() + suffix, name.isQuoted());
        }
        String name =
                declared.column().isEmpty() && part != null ? part.attribute() + COLUMN_SUFFIX : declared.column();
        return building.getBuildingOptions()
                .getPhysicalNamingStrategy()
                .toPhysicalColumnName(database.toIdentifier(name), database.getJdbcEnvironment());
    }

    /** The declared name, else one made from those of table and column, or their hash if that is too long. */
    static String index(String declared, Uniqueness uniqueness, Table table, Column column, Database database) {
        if (!declared.isEmpty()) {
            return uniqueness == Uniqueness.NEXT ? declared + NEXT_SUFFIX : declared;
        }
        String prefix = uniqueness == Uniqueness.NONE ? INDEX_PREFIX : UNIQUE_PREFIX;
        Identifier tableName = table.getNameIdentifier();
        Identifier columnName = database.toIdentifier(column.getQuotedName());
        String name = prefix + tableName.getText() + "_" + columnName.getText();
        return name.length() <= database.getDialect().getMaxIdentifierLength()
                ? name
                : NamingHelper.INSTANCE.generateHashedConstraintName(prefix, tableName, columnName);
    }
}
