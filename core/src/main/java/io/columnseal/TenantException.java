package io.columnseal;

/** The tenant of an operation is missing or is not the one the value belongs to. */
public abstract sealed class TenantException extends ColumnSealException
        permits TenantMismatchException, TenantMissingException, TenantInvalidException {

    private static final long serialVersionUID = 1L;

    private final String context;

    TenantException(String message, String context) {
        super(message, null);
        this.context = context;
    }

    /** Name of the {@link FieldContext} of the operation. */
    public String context() {
        return context;
    }
}
