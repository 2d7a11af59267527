package io.columnseal.hibernate.type;

import io.columnseal.TenantMismatchException;
import io.columnseal.TenantMissingException;
import java.util.Objects;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.jspecify.annotations.Nullable;

/** Where bulk statements would seal a value for another tenant than that of its row; no event of an entity announces them. */
public final class BulkStatements {

    private BulkStatements() {}

    /**
     * A bulk statement of a root session reaches the rows of all tenants, so nothing it seals can be right for all, not
     * even inside a {@link io.columnseal.TenantScope}.
     *
     * @throws TenantMissingException if the session is a root session
     */
    public static void refuseRoot(SharedSessionContractImplementor session, String context) {
        if (SessionTenants.isRoot(session)) {
            throw new TenantMissingException(context);
        }
    }

    /**
     * Passes an inserted row's tenant if it is the session's own, which the row's values are sealed for.
     *
     * @param tenant as it is bound
     * @throws TenantMissingException if the session is a root session
     * @throws TenantMismatchException if it is another tenant's row
     */
    public static void requireOwnRow(
            SharedSessionContractImplementor session, String context, JdbcMapping type, @Nullable Object tenant) {
        refuseRoot(session, context);
        Object own = session.getTenantIdentifierValue();
        if (own == null || !Objects.equals(type.convertToRelationalValue(own), tenant)) {
            throw new TenantMismatchException(
                    context, own == null ? "none" : SessionTenants.name(session.getFactory(), own));
        }
    }
}
