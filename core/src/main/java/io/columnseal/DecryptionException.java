package io.columnseal;

import org.jspecify.annotations.Nullable;

/**
 * A stored value could not be opened: it was altered, truncated, moved from another column, table or record, or sealed
 * under another key. These look the same from outside on purpose.
 */
public final class DecryptionException extends ColumnSealException {

    private static final long serialVersionUID = 1L;

    private final String context;

    /** @param context the name of the {@link FieldContext} the value was opened for */
    public DecryptionException(String context) {
        this(context, null);
    }

    /** @param cause never one whose message could hold the value */
    public DecryptionException(String context, @Nullable Throwable cause) {
        super(
                "A stored value of " + context + " does not open: it was altered, truncated, moved here from another"
                        + " column, or is not a sealed value. Restore it from a backup; nothing was changed",
                cause);
        this.context = context;
    }

    /** Name of the {@link FieldContext} the value was opened for. */
    public String context() {
        return context;
    }
}
