package io.columnseal.hibernate.mapping;

import io.columnseal.catalogue.IndexColumn;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import io.columnseal.hibernate.schema.RequiredColumn;
import io.columnseal.hibernate.type.EncryptedType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final Dialect dialect;

    RequiredColumns(EncryptedMapping mapping, SqlStringGenerationContext sql) {
        this.mapping = mapping;
        this.sql = sql;
        this.paths = new CollectionPaths(mapping.metadata());
        this.dialect = mapping.metadata().getDatabase().getDialect();
    }

    RequiredColumn own(BoundAttribute attribute) {
        return sealed(attribute, attribute.value().getTable(), attribute.column());
    }

    List<RequiredColumn> all() {
        Map<EncryptedType<?>, BoundAttribute> byType =
                mapping.attributes().stream().collect(Collectors.toMap(BoundAttribute::type, Function.identity()));
        return mapping.metadata().collectTableMappings().stream()
                .filter(table -> table.isPhysicalTable() && !table.isAbstract())
                .flatMap(table -> Stream.concat(
                        table.getColumns().stream()
                                .flatMap(column -> encryptedType(column).map(byType::get).stream()
                                        .map(attribute -> sealed(attribute, table, column))),
                        mapping.attributes().stream().flatMap(attribute -> indexes(attribute, table))))
                .toList();
    }

    static Optional<EncryptedType<?>> encryptedType(Column column) {
        return column.getValue() instanceof BasicValue value && value.getType() instanceof EncryptedType<?> type
                ? Optional.of(type)
                : Optional.empty();
    }

    private RequiredColumn sealed(BoundAttribute attribute, Table table, Column column) {
        List<IndexColumn> indexes = attribute.indexes().stream()
                .filter(index -> index.isStoredIn(table))
                .map(index -> index.index().in(index.column().getQuotedName(dialect)))
                .toList();
        return describe(
                RequiredColumn.Content.SEALED_VALUES,
                attribute,
                table,
                column,
                attribute.definition().minimumLength(),
                indexes,
                false,
                List.of());
    }

    private Stream<RequiredColumn> indexes(BoundAttribute attribute, Table table) {
        return attribute.indexes().stream()
                .filter(index -> index.isStoredIn(table))
                .map(index -> index(attribute, index, table));
    }

    private RequiredColumn index(BoundAttribute attribute, BoundIndex index, Table table) {
        List<String> create = index.on(table)
                .map(made -> List.of(dialect.getIndexExporter().getSqlCreateStrings(made, mapping.metadata(), sql)))
                .orElse(List.of());
        return describe(
                RequiredColumn.Content.INDEX_VALUES,
                attribute,
                table,
                index.column(),
                index.index().valueBytes(),
                List.of(),
                index.isUnique(),
                create);
    }

    private RequiredColumn describe(
            RequiredColumn.Content content,
            BoundAttribute attribute,
            Table table,
            Column column,
            long minimumLength,
            List<IndexColumn> indexes,
            boolean unique,
            List<String> createIndex) {
        String type = column.getSqlType(mapping.metadata());
        String collation = column.getCollation();
        return new RequiredColumn(
                content,
                named(attribute),
                attribute.namesContext(),
                sql.catalogWithDefault(table.getCatalogIdentifier()),
                sql.schemaWithDefault(table.getSchemaIdentifier()),
                table.getNameIdentifier(),
                mapping.metadata().getDatabase().toIdentifier(column.getQuotedName()),
                sql.format(new QualifiedTableName(
                        table.getCatalogIdentifier(), table.getSchemaIdentifier(), table.getNameIdentifier())),
                column.getQuotedName(dialect),
                type,
                type
                        + (collation == null ? "" : " collate " + dialect.quoteCollation(collation))
                        + (column.isNullable() ? "" : " not null"),
                minimumLength,
                indexes,
                unique,
                createIndex);
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
