package io.columnseal;

/** A value was to be sealed but nothing says for which tenant: a root session, or a resolver without a tenant. */
public final class TenantMissingException extends TenantException {

    private static final long serialVersionUID = 1L;

    /** @param context name of the field context */
    public TenantMissingException(String context) {
        super(
                "Cannot seal a value of " + context + " without a tenant: open the session for a tenant, or wrap the"
                        + " call in TenantScope.call(tenant, …)",
                context);
    }
}
