package io.columnseal;

import io.columnseal.key.KeyId;
import org.jspecify.annotations.Nullable;

/**
 * No key with this id in the key table: another database's value, or a key table restored without its newest keys. Or no
 * key of a tenant that is to have one.
 */
public final class KeyNotFoundException extends KeyException {

    private static final long serialVersionUID = 1L;

    public KeyNotFoundException(KeyId keyId) {
        this(
                "No data key " + keyId + " in the key table. The value comes from another database, or the key table"
                        + " was restored from a backup older than the data; restore the keys, do not delete the value",
                keyId);
    }

    private KeyNotFoundException(String message, @Nullable KeyId keyId) {
        super(message, keyId, null);
    }

    /** A tenant that was to have a key has none. */
    public static KeyNotFoundException ofTenant(String tenant) {
        return new KeyNotFoundException("Tenant " + tenant + " has no data key; check its spelling", null);
    }
}
