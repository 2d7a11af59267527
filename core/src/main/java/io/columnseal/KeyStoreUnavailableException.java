package io.columnseal;

import org.jspecify.annotations.Nullable;

/**
 * The key database did not answer, or failed for a reason that may pass. What it refuses for good is a {@link
 * KeyStoreRefusedException}.
 */
public final class KeyStoreUnavailableException extends KeyStoreException implements Retryable {

    private static final long serialVersionUID = 1L;

    /** @param operation what was being done, for example {@code read key 00f3…} */
    public KeyStoreUnavailableException(String operation, @Nullable Throwable cause) {
        super("The key database failed to " + operation, cause);
    }
}
