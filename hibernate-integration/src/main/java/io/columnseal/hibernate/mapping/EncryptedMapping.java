package io.columnseal.hibernate.mapping;

import io.columnseal.hibernate.schema.RequiredColumn;
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
    private final Metadata metadata;

    EncryptedMapping(List<BoundAttribute> attributes, Metadata metadata) {
        this.attributes = List.copyOf(attributes);
        this.metadata = metadata;
    }

    List<BoundAttribute> attributes() {
        return attributes;
    }

    Metadata metadata() {
        return metadata;
    }

    /** The attribute that is stored in a column. */
    Optional<BoundAttribute> storedIn(Table table, Column column) {
        return attributes.stream()
                .filter(attribute -> attribute.isStoredIn(table, column))
                .findFirst();
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
