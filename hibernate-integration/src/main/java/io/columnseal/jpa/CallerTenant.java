package io.columnseal.jpa;

import io.columnseal.ColumnSeal;
import io.columnseal.TenantMismatchException;
import io.columnseal.TenantResolver;
import io.columnseal.TenantScope;
import org.jspecify.annotations.Nullable;

/** The tenant of the calling thread, where no persistence provider knows one. */
final class CallerTenant {

    private CallerTenant() {}

    /**
     * @param context names the column in errors
     * @return the tenant, or null if values of every tenant may be read and none written
     * @throws TenantMismatchException if the tenant's work runs inside the scope of another one
     */
    static @Nullable String of(ColumnSeal seal, String context) {
        TenantResolver resolver = seal.tenantResolver();
        String tenant = resolver == null ? seal.defaultTenant() : resolver.currentTenant();
        String scope = TenantScope.current();
        if (tenant == null) {
            return scope;
        }
        if (scope != null && !scope.equals(tenant)) {
            throw new TenantMismatchException(context, scope);
        }
        return tenant;
    }
}
