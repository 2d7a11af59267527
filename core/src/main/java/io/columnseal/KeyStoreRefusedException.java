package io.columnseal;

import org.jspecify.annotations.Nullable;

/**
 * The key database answered and refused for good: the user of the key store may not sign in or lacks a right, or the
 * tables do not take what is written to them.
 */
public final class KeyStoreRefusedException extends KeyStoreException {

    private static final long serialVersionUID = 1L;

    /** @param operation what was being done, for example {@code read key 00f3…} */
    public KeyStoreRefusedException(String operation, @Nullable Throwable cause) {
        super(
                "The key database refuses to " + operation + ". Check the user and password of the key store, its"
                        + " rights on the key tables, and that nobody altered the tables",
                cause);
    }
}
