package io.columnseal;

import org.jspecify.annotations.Nullable;

/** The access log is not whole, or could not be archived; the message says what to look at. */
public final class AuditException extends ColumnSealException {

    private static final long serialVersionUID = 1L;

    public AuditException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
