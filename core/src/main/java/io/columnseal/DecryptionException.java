package io.columnseal;

import org.jspecify.annotations.Nullable;

/**
 * A stored value or a sealed file could not be opened: it was altered, truncated, moved from another column, table or
 * record, or sealed under another key. These look the same from outside on purpose.
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
        this(
                "A stored value of " + context + " does not open: it was altered, truncated, moved here from another"
                        + " column, or is not a sealed value. Restore it from a backup; nothing was changed",
                context,
                cause);
    }

    private DecryptionException(String message, String context, @Nullable Throwable cause) {
        super(message, cause);
        this.context = context;
    }

    /**
     * For a sealed file.
     *
     * @param context the name of the {@link io.columnseal.file.FileContext} it was opened for
     */
    public static DecryptionException ofFile(String context) {
        return new DecryptionException(
                "A sealed file of " + context
                        + " does not open: it was altered, truncated, sealed for something else, or"
                        + " is not a sealed file. Restore it from a backup; nothing was changed",
                context,
                null);
    }

    /** Name of the {@link FieldContext} or {@link io.columnseal.file.FileContext} that it was opened for. */
    public String context() {
        return context;
    }
}
