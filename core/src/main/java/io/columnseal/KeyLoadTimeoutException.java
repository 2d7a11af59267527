package io.columnseal;

import io.columnseal.key.KeyId;
import org.jspecify.annotations.Nullable;

/**
 * A key was not there in time: the thread that loads it for all others waits for the KMS or the key database. It goes on
 * waiting; the same call can succeed later.
 */
public final class KeyLoadTimeoutException extends KeyException implements Retryable {

    private static final long serialVersionUID = 1L;

    /**
     * @param key what was waited for, for example {@code data key 00f3…}
     * @param problem as a clause
     */
    public KeyLoadTimeoutException(String key, @Nullable KeyId keyId, String problem) {
        super(
                "Waited for the " + key + ", which another thread loads, but " + problem
                        + ". The KMS or the key database is slow; try again",
                keyId,
                null);
    }
}
