package io.columnseal;

import org.jspecify.annotations.Nullable;

/**
 * A backup of the keys could not be written, read or removed, or is not one: altered, cut off, or sealed under another
 * key. Nothing was restored from it.
 */
public final class BackupException extends ColumnSealException {

    private static final long serialVersionUID = 1L;

    public BackupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
