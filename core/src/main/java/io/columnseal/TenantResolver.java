package io.columnseal;

import org.jspecify.annotations.Nullable;

/** Says which tenant the current call works for, where the persistence provider does not know it. Thread-safe. */
@FunctionalInterface
public interface TenantResolver {

    /** The current tenant, or null if there is none: values can then be read but not sealed. */
    @Nullable String currentTenant();
}
