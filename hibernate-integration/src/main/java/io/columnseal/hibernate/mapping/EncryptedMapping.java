package io.columnseal.hibernate.mapping;

import io.columnseal.hibernate.schema.RequiredColumn;
import io.columnseal.hibernate.type.IndexValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;

/** A finished mapping and its encrypted attributes. */
public final class EncryptedMapping {

    private final List<BoundAttribute> attributes;
    private final Map<Table, List<BoundAttribute>> byTable;
    private final Metadata metadata;

    EncryptedMapping(List<BoundAttribute> attributes, Metadata metadata) {
        this.attributes = List.copyOf(attributes);
        this.byTable = attributes.stream()
                .collect(Collectors.groupingBy(attribute -> attribute.value().getTable()));
        this.metadata = metadata;
    }

    List<BoundAttribute> attributes() {
        return attributes;
    }

    Metadata metadata() {
        return metadata;
    }

    /** The attributes that have a table for their own; those of a superclass's table are not among them. */
    List<BoundAttribute> storedIn(Table table) {
        return byTable.getOrDefault(table, List.of());
    }

    /** The attribute that is stored in a column. */
    Optional<BoundAttribute> storedIn(Table table, Column column) {
        for (BoundAttribute attribute : storedIn(table)) {
            if (attribute.column().equals(column)) {
                return Optional.of(attribute);
            }
        }
        return Optional.empty();
    }

    /** Each attribute's own column. */
    public List<RequiredColumn> ownColumns(SqlStringGenerationContext sql) {
        RequiredColumns columns = new RequiredColumns(this, sql);
        return attributes.stream().map(columns::own).toList();
    }

    /** All columns that store encrypted attributes, those of subclasses' and audit tables included. */
    public List<RequiredColumn> allColumns(SqlStringGenerationContext sql) {
        return new RequiredColumns(this, sql).all();
    }

    /** The blind indexes of all attributes. */
    public List<IndexValues> indexes() {
        return attributes.stream()
                .flatMap(attribute -> attribute.type().indexes().stream())
                .toList();
    }

    /** For each hierarchy of entities with a {@code @TenantId} and tenants' encrypted attributes, one's context. */
    public Map<String, String> contextsByRootOfTenants() {
        return attributes.stream()
                .filter(attribute -> !attribute.attribute().shared())
                .flatMap(attribute -> TenantCheck.owner(attribute, metadata)
                        .filter(TenantCheck::hasTenant)
                        .map(owner -> Map.entry(
                                owner.getRootClass().getEntityName(),
                                attribute.attribute().context()))
                        .stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, second) -> first));
    }
}
