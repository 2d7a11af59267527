package io.columnseal.hibernate.type;

import io.columnseal.FieldContext;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The field contexts of one column, one for each tenant, made once and handed out many times. */
final class TenantContexts {

    /** More tenants than this start afresh: a context is quickly made, and few tenants are busy at a time. */
    private static final int MAXIMUM = 4096;

    private final FieldContext anyTenant;
    private final ConcurrentMap<String, FieldContext> byTenant = new ConcurrentHashMap<>();

    TenantContexts(String name, String purpose, int paddingBytes) {
        this.anyTenant = new FieldContext(null, name, purpose, null, paddingBytes);
    }

    String name() {
        return anyTenant.name();
    }

    /** @param tenant null for a context that opens values of every tenant and seals none */
    FieldContext of(@Nullable String tenant) {
        if (tenant == null) {
            return anyTenant;
        }
        FieldContext known = byTenant.get(tenant);
        return known == null ? make(tenant) : known;
    }

    private FieldContext make(String tenant) {
        if (byTenant.size() >= MAXIMUM) {
            byTenant.clear();
        }
        FieldContext made = new FieldContext(
                tenant, anyTenant.name(), anyTenant.purpose(), anyTenant.recordId(), anyTenant.paddingBytes());
        byTenant.put(tenant, made);
        return made;
    }
}
