package io.columnseal.hibernate.type;

import io.columnseal.ColumnSeal;
import io.columnseal.TenantMismatchException;
import io.columnseal.TenantMissingException;
import io.columnseal.TenantResolver;
import io.columnseal.TenantScope;
import org.hibernate.binder.internal.TenantIdBinder;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.type.descriptor.java.JavaType;
import org.jspecify.annotations.Nullable;

/**
 * Says for which tenant a session reads and writes. A session of a tenant works for that tenant. A root session reads
 * values of every tenant and writes none, unless a {@link TenantScope} names the tenant: then it works for that one
 * only. A session that Hibernate knows no tenant of asks the application's {@link TenantResolver}, and without one works
 * for the default tenant.
 */
final class SessionTenants {

    private final ColumnSeal seal;

    SessionTenants(ColumnSeal seal) {
        this.seal = seal;
    }

    /** Whether Hibernate knows a tenant, root included, of this session; otherwise the thread's is what counts. */
    static boolean hasTenant(SharedSessionContractImplementor session) {
        return session.getTenantIdentifierValue() != null;
    }

    /** Whether sessions without a tenant of Hibernate's may be without any, and read every tenant's values. */
    boolean mayBeUnknown() {
        return seal.tenantResolver() != null;
    }

    /**
     * The tenant that the session works for, or null if it may read every tenant's values and write none.
     *
     * @param context names the column in errors
     * @throws TenantMismatchException if the session of one tenant runs inside the {@link TenantScope} of another
     */
    @Nullable String of(SharedSessionContractImplementor session, String context) {
        return of(session.getTenantIdentifierValue(), session.getFactory(), context);
    }

    /**
     * The tenant that a session would work for if it were opened now; null as in {@link #of}. Where no session could be
     * opened without being given its tenant, there is none but that of a {@link TenantScope}.
     */
    @Nullable String ofCaller(SessionFactoryImplementor factory, String context) {
        CurrentTenantIdentifierResolver<Object> identifiers = identifiers(factory);
        Object identifier = identifiers == null ? null : identifiers.resolveCurrentTenantIdentifier();
        return identifier == null && hasTenants(factory) && !mayBeUnknown()
                ? TenantScope.current()
                : of(identifier, factory, context);
    }

    /** Whether Hibernate opens no session without a tenant. */
    private static boolean hasTenants(SessionFactoryImplementor factory) {
        return factory.getDefinedFilterNames().contains(TenantIdBinder.FILTER_NAME)
                || factory.getSessionFactoryOptions().isMultiTenancyEnabled();
    }

    private @Nullable String of(@Nullable Object identifier, SessionFactoryImplementor factory, String context) {
        if (identifier == null) {
            return ofThread(context);
        }
        return isRoot(factory, identifier)
                ? TenantScope.current()
                : TenantScope.unlessOther(name(factory, identifier), context);
    }

    /** The tenant of a session that Hibernate knows none of; null as in {@link #of}. */
    @Nullable String ofThread(String context) {
        return seal.currentTenant(context);
    }

    /**
     * The tenant to seal for.
     *
     * @throws TenantMissingException if the session may only read
     */
    String toSeal(SharedSessionContractImplementor session, String context) {
        String tenant = of(session, context);
        if (tenant == null) {
            throw new TenantMissingException(context);
        }
        return tenant;
    }

    /**
     * The tenant to look values up for.
     *
     * @throws TenantMissingException if the session reads every tenant's values
     */
    String toLookUp(SharedSessionContractImplementor session, String context) {
        String tenant = of(session, context);
        if (tenant == null) {
            throw TenantMissingException.forLookup(context);
        }
        return tenant;
    }

    static boolean isRoot(SharedSessionContractImplementor session) {
        Object identifier = session.getTenantIdentifierValue();
        return identifier != null && isRoot(session.getFactory(), identifier);
    }

    private static boolean isRoot(SessionFactoryImplementor factory, Object identifier) {
        CurrentTenantIdentifierResolver<Object> identifiers = identifiers(factory);
        return identifiers != null && identifiers.isRoot(identifier);
    }

    @SuppressWarnings("unchecked")
    private static @Nullable CurrentTenantIdentifierResolver<Object> identifiers(SessionFactoryImplementor factory) {
        return (CurrentTenantIdentifierResolver<Object>) factory.getCurrentTenantIdentifierResolver();
    }

    /** A tenant identifier, which may be of any type, as keys and key tables name it. */
    static String name(SessionFactoryImplementor factory, Object identifier) {
        if (identifier instanceof String name) {
            return name;
        }
        JavaType<Object> type = factory.getTenantIdentifierJavaType();
        return type.toString(identifier);
    }
}
