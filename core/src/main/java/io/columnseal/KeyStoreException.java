package io.columnseal;

import org.jspecify.annotations.Nullable;

/** The key tables cannot be used. */
public abstract sealed class KeyStoreException extends ColumnSealException
        permits KeyStoreUnavailableException, KeyStoreRefusedException, KeyStoreSchemaException, KeyFileException {

    private static final long serialVersionUID = 1L;

    KeyStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
