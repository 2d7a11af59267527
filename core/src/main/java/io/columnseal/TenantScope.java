package io.columnseal;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Names the tenant for a piece of work whose session has none: a root session that must write, a job that walks over
 * tenants. It fills a gap and never overrides: a session or resolver that has a tenant of its own keeps it, and
 * refuses to work inside another tenant's scope.
 *
 * <p>Bound to the calling thread; not inherited by threads that the work starts. Scopes nest.
 */
public final class TenantScope {

    private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

    private TenantScope() {}

    /** Runs the work for a tenant and returns its result; the previous scope is restored however the work ends. */
    public static <T extends @Nullable Object> T call(String tenant, Supplier<T> work) {
        if (tenant.isBlank()) {
            throw new IllegalArgumentException("tenant must not be blank");
        }
        String outer = CURRENT.get();
        CURRENT.set(tenant);
        try {
            return work.get();
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    /** The tenant of the innermost scope around the caller, or null. */
    public static @Nullable String current() {
        return CURRENT.get();
    }

    /**
     * Passes the tenant that a session or resolver has of its own.
     *
     * @param context names the column in errors
     * @throws TenantMismatchException inside the scope of another tenant
     */
    public static String unlessOther(String tenant, String context) {
        String scope = current();
        if (scope != null && !scope.equals(tenant)) {
            throw new TenantMismatchException(context, scope);
        }
        return tenant;
    }
}
