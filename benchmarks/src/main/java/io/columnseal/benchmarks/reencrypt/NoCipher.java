package io.columnseal.benchmarks.reencrypt;

import io.columnseal.FieldCipher;
import io.columnseal.FieldContext;
import io.columnseal.cipher.SealedValue;
import io.columnseal.cipher.Suite;
import io.columnseal.key.KeyId;
import java.util.Arrays;

/** Leaves every byte as it is, but for the header: what remains of re-encryption when cryptography takes no time. */
final class NoCipher implements FieldCipher {

    private static final int OVERHEAD = 28;

    private final byte[] prefix;

    /** @param key that values seem to be sealed under */
    NoCipher(KeyId key) {
        this.prefix = SealedValue.prefix(Suite.AES_256_GCM, key);
    }

    @Override
    public byte[] encrypt(FieldContext context, byte[] plaintext) {
        byte[] sealed = Arrays.copyOf(prefix, prefix.length + plaintext.length + OVERHEAD);
        System.arraycopy(plaintext, 0, sealed, prefix.length, plaintext.length);
        return sealed;
    }

    @Override
    public byte[] decrypt(FieldContext context, byte[] sealed) {
        return Arrays.copyOfRange(sealed, prefix.length, sealed.length - OVERHEAD);
    }
}
