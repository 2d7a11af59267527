package io.columnseal.hibernate.mapping;

import org.hibernate.binder.internal.TenantIdBinder;
import org.hibernate.mapping.Collection;
import org.hibernate.mapping.PersistentClass;
import org.jspecify.annotations.Nullable;

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
            if (!attribute.attribute().shared() && !hasTenant(owner(attribute, mapping))) {
                throw attribute.refused(
                        "other entities have a @TenantId, this one has none, so every session would see values that only"
                                + " one tenant can open",
                        "Add a @TenantId, or share the values: @Encrypted(scope = Scope.SHARED)");
            }
        }
    }

    private static boolean hasTenant(@Nullable PersistentClass entity) {
        return entity != null
                && entity.getRootClass().getFilters().stream()
                        .anyMatch(filter -> filter.getName().equals(TenantIdBinder.FILTER_NAME));
    }

    private static @Nullable PersistentClass owner(BoundAttribute attribute, EncryptedMapping mapping) {
        if (attribute.entity() != null) {
            return attribute.entity();
        }
        for (Collection collection : mapping.metadata().getCollectionBindings()) {
            if (attribute.isStoredIn(collection.getCollectionTable())) {
                return collection.getOwner();
            }
        }
        return null;
    }
}
