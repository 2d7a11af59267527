package io.columnseal;

import io.columnseal.key.KeyId;

/** No key with this id in the key table: another database's value, or a key table restored without its newest keys. */
public final class KeyNotFoundException extends KeyException {

    private static final long serialVersionUID = 1L;

    public KeyNotFoundException(KeyId keyId) {
        super(
                "No data key " + keyId + " in the key table. The value comes from another database, or the key table"
                        + " was restored from a backup older than the data; restore the keys, do not delete the value",
                keyId,
                null);
    }
}
