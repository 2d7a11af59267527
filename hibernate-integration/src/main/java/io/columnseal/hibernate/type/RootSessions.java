package io.columnseal.hibernate.type;

import io.columnseal.TenantMissingException;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/** What root sessions may not do, even inside a {@link io.columnseal.TenantScope}. */
public final class RootSessions {

    private RootSessions() {}

    /**
     * A bulk statement of a root session reaches the rows of all tenants, so nothing it seals can be right for all.
     *
     * @throws TenantMissingException if the session is a root session
     */
    public static void refuseBulkSealing(SharedSessionContractImplementor session, String context) {
        if (SessionTenants.isRoot(session)) {
            throw new TenantMissingException(context);
        }
    }
}
