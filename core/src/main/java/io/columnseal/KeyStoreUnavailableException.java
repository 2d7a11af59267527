package io.columnseal;

import org.jspecify.annotations.Nullable;

/** The key database did not answer or refused the statement. */
public final class KeyStoreUnavailableException extends KeyStoreException implements Retryable {

    private static final long serialVersionUID = 1L;

    /** @param operation what was being done, for example {@code read key 00f3…} */
    public KeyStoreUnavailableException(String operation, @Nullable Throwable cause) {
        super("The key database failed to " + operation, cause);
    }
}
