package io.columnseal;

import io.columnseal.key.KeyId;
import org.jspecify.annotations.Nullable;

/**
 * A key row does not authenticate: what the KMS unwrapped is not the key this row claims (wrong master key, swapped or
 * edited rows, another environment's table), or the row's state was edited behind our back. Nothing was sealed.
 */
public final class KeyRejectedException extends KeyException {

    private static final long serialVersionUID = 1L;

    /** @param problem what does not fit and what to do, as a sentence without full stop */
    public KeyRejectedException(KeyId keyId, String problem, @Nullable Throwable cause) {
        super("Data key " + keyId + " is rejected: " + problem, keyId, cause);
    }
}
