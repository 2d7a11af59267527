package io.columnseal;

/** A value was opened for one tenant but sealed under another tenant's key. Refused, and reported as an event. */
public final class TenantMismatchException extends TenantException {

    private static final long serialVersionUID = 1L;

    private final String tenant;

    /**
     * @param context name of the field context
     * @param tenant the tenant that asked; the owner is not told to it
     */
    public TenantMismatchException(String context, String tenant) {
        super("A value of " + context + " belongs to another tenant than " + tenant, context);
        this.tenant = tenant;
    }

    /** The tenant that asked. */
    public String tenant() {
        return tenant;
    }
}
