package io.columnseal;

import io.columnseal.key.KeyId;
import org.jspecify.annotations.Nullable;

/** A data key is not there, or may not be used for what was asked. */
public abstract sealed class KeyException extends ColumnSealException
        permits KeyNotFoundException, KeyUnusableException, KeyRejectedException, KeyLoadTimeoutException {

    private static final long serialVersionUID = 1L;

    private final @Nullable KeyId keyId;

    KeyException(String message, @Nullable KeyId keyId, @Nullable Throwable cause) {
        super(message, cause);
        this.keyId = keyId;
    }

    /** The key, or null when the operation did not come to one. */
    public @Nullable KeyId keyId() {
        return keyId;
    }
}
