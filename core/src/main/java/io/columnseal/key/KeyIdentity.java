package io.columnseal.key;

import io.columnseal.cipher.Suite;
import io.columnseal.kms.EncryptionContext;

/**
 * Who a data key is. Bound to the key by its check value and by the KMS, so a row that claims another identity than its
 * key was made for is rejected.
 *
 * @param version 1 for the first key of a tenant and usage, counting up
 */
public record KeyIdentity(KeyId id, String environment, String tenant, KeyUsage usage, int version, Suite suite) {

    public KeyIdentity {
        if (version < 1) {
            throw new IllegalArgumentException("version must be at least 1: " + version);
        }
    }

    /** The context this key is wrapped and unwrapped with. */
    public EncryptionContext encryptionContext() {
        return EncryptionContext.of(environment, tenant, id.toString(), usage.name());
    }
}
