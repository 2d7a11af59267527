package io.columnseal.hibernate.type;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.internal.EncryptedAttribute;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/** Which sessions may look up what. */
public final class LookupSessions {

    private LookupSessions() {}

    /**
     * A root session reaches the rows of all tenants, but index values are those of one, also inside a {@link
     * io.columnseal.TenantScope}: a row of another tenant would always seem to hold another value. It may look up what keeps
     * rows with an equal value, but nothing that can find the others.
     *
     * @throws QueryRefusedException if the session is a root session
     */
    public static void refuseOthers(SharedSessionContractImplementor session, EncryptedAttribute attribute) {
        if (!attribute.shared() && SessionTenants.isRoot(session)) {
            throw new QueryRefusedException(
                    attribute.entity(),
                    attribute.path(),
                    "a comparison by a root session that can find rows with other values",
                    "It would find rows of other tenants that hold an equal value: open the session for a tenant, or compare by"
                            + " = or in and nothing but 'and' and 'or' around it, in the where clause of the statement"
                            + " itself.");
        }
    }

    /**
     * Hibernate keeps the results of a query for the tenant that it knows the session to have. If ours may be another one,
     * the next tenant would be given them.
     *
     * @throws QueryRefusedException if Hibernate does not know which tenant is looked up for
     */
    static void refuseCaching(
            SharedSessionContractImplementor session, EncryptedAttribute attribute, SessionTenants tenants) {
        boolean known = SessionTenants.hasTenant(session) ? !SessionTenants.isRoot(session) : !tenants.mayBeUnknown();
        if (!attribute.shared() && !known) {
            throw new QueryRefusedException(
                    attribute.entity(),
                    attribute.path(),
                    "a comparison in a cached query",
                    "The query cache could not tell the results of this session's tenant from those of others: open the"
                            + " session for a tenant, or do not cache the query.");
        }
    }
}
