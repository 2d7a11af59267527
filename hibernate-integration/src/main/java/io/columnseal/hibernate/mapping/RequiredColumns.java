package io.columnseal.hibernate.mapping;

import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.schema.RequiredColumn;
import io.columnseal.hibernate.type.EncryptedType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.boot.model.relational.QualifiedTableName;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;

/** Describes the columns of encrypted attributes as the database should have them. */
final class RequiredColumns {

    private final EncryptedMapping mapping;
    private final SqlStringGenerationContext sql;
    private final CollectionPaths paths;

    RequiredColumns(EncryptedMapping mapping, SqlStringGenerationContext sql) {
        this.mapping = mapping;
        this.sql = sql;
        this.paths = new CollectionPaths(mapping.metadata());
    }

    RequiredColumn own(BoundAttribute attribute) {
        return describe(attribute, attribute.value().getTable(), attribute.column());
    }

    List<RequiredColumn> all() {
        Map<EncryptedType<?>, BoundAttribute> byType =
                mapping.attributes().stream().collect(Collectors.toMap(BoundAttribute::type, Function.identity()));
        return mapping.metadata().collectTableMappings().stream()
                .filter(table -> table.isPhysicalTable() && !table.isAbstract())
                .flatMap(table -> table.getColumns().stream()
                        .flatMap(column -> encryptedType(column).map(byType::get).stream()
                                .map(attribute -> describe(attribute, table, column))))
                .toList();
    }

    static Optional<EncryptedType<?>> encryptedType(Column column) {
        return column.getValue() instanceof BasicValue value && value.getType() instanceof EncryptedType<?> type
                ? Optional.of(type)
                : Optional.empty();
    }

    private RequiredColumn describe(BoundAttribute attribute, Table table, Column column) {
        Dialect dialect = mapping.metadata().getDatabase().getDialect();
        String type = column.getSqlType(mapping.metadata());
        String collation = column.getCollation();
        return new RequiredColumn(
                named(attribute),
                attribute.namesContext(),
                sql.catalogWithDefault(table.getCatalogIdentifier()),
                sql.schemaWithDefault(table.getSchemaIdentifier()),
                table.getNameIdentifier(),
                column.getNameIdentifier(mapping.metadata().getDatabase()),
                sql.format(new QualifiedTableName(
                        table.getCatalogIdentifier(), table.getSchemaIdentifier(), table.getNameIdentifier())),
                column.getQuotedName(dialect),
                type,
                type
                        + (collation == null ? "" : " collate " + dialect.quoteCollation(collation))
                        + (column.isNullable() ? "" : " not null"),
                attribute.definition().minimumLength());
    }

    /** Under the entity's JPA name, which outlives a move to another package; in a collection with the full path. */
    private EncryptedAttribute named(BoundAttribute bound) {
        EncryptedAttribute attribute = bound.attribute();
        if (bound.entity() != null) {
            return attribute.renamed(bound.entity().getJpaEntityName(), attribute.path());
        }
        return paths.to(bound.property())
                .map(path -> attribute.renamed(path.entity(), path.attribute()))
                .orElse(attribute);
    }
}
