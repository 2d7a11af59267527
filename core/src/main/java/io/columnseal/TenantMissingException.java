package io.columnseal;

/**
 * A value was to be sealed or looked up but nothing says for which tenant: a root session, or a resolver without a tenant.
 */
public final class TenantMissingException extends TenantException {

    private static final long serialVersionUID = 1L;

    private static final String REMEDY =
            "open the session for a tenant, or wrap the call in TenantScope.call(tenant, …)";

    /** @param context name of the field context */
    public TenantMissingException(String context) {
        this("Cannot seal a value of " + context + " without a tenant: " + REMEDY, context);
    }

    private TenantMissingException(String message, String context) {
        super(message, context);
    }

    /**
     * For a lookup by a blind index.
     *
     * @param context name of the field context
     */
    public static TenantMissingException forLookup(String context) {
        return new TenantMissingException(
                "Cannot look up a value of " + context
                        + " without a tenant, since each tenant's values are indexed under a" + " key of its own: "
                        + REMEDY,
                context);
    }
}
