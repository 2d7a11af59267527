package io.columnseal.hibernate.mapping;

import io.columnseal.hibernate.compat.BootFilter;
import java.util.Optional;
import org.hibernate.binder.internal.TenantIdBinder;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.PersistentClass;

/**
 * In an application that tells tenants apart by {@code @TenantId}, refuses encrypted attributes of entities without one:
 * every session sees their rows, but only the session that wrote a value could read it.
 */
final class TenantCheck implements MappingCheck {

    @Override
    public void check(EncryptedMapping mapping) {
        if (!mapping.metadata().getFilterDefinitions().containsKey(TenantIdBinder.FILTER_NAME)) {
            return;
        }
        for (BoundAttribute attribute : mapping.attributes()) {
            if (!attribute.attribute().shared()
                    && owner(attribute, mapping.metadata())
                            .filter(TenantCheck::hasTenant)
                            .isEmpty()) {
                throw attribute.refused(
                        "other entities have a @TenantId, this one has none, so every session would see values that only"
                                + " one tenant can open",
                        "Add a @TenantId, or share the values: @Encrypted(scope = Scope.SHARED)");
            }
        }
    }

    static boolean hasTenant(PersistentClass entity) {
        return BootFilter.of(entity.getRootClass().getFilters()).stream()
                .anyMatch(filter -> filter.name().equals(TenantIdBinder.FILTER_NAME));
    }

    /** The entity that holds an attribute, also one in the embeddable of a collection. */
    static Optional<PersistentClass> owner(BoundAttribute attribute, Metadata metadata) {
        if (attribute.entity() != null) {
            return Optional.of(attribute.entity());
        }
        return metadata.getCollectionBindings().stream()
                .filter(collection -> attribute.isStoredIn(collection.getCollectionTable()))
                .map(Collection::getOwner)
                .findFirst();
    }
}
