package io.columnseal.hibernate.type;

import io.columnseal.hibernate.internal.AttributeIndex;
import io.columnseal.index.IndexContext;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The index contexts of one attribute, one for each tenant, made once and handed out many times. */
final class TenantIndexes {

    /** More tenants than this start afresh: a context is quickly made, and few tenants are busy at a time. */
    private static final int MAXIMUM = 4096;

    private final AttributeIndex index;
    private final String field;
    private final ConcurrentMap<String, IndexContext> byTenant = new ConcurrentHashMap<>();

    TenantIndexes(AttributeIndex index, String field) {
        this.index = index;
        this.field = field;
    }

    IndexContext of(String tenant) {
        IndexContext known = byTenant.get(tenant);
        return known == null ? make(tenant) : known;
    }

    private IndexContext make(String tenant) {
        if (byTenant.size() >= MAXIMUM) {
            byTenant.clear();
        }
        IndexContext made = index.context(tenant, field);
        byTenant.put(tenant, made);
        return made;
    }
}
