package io.columnseal.key;

import io.columnseal.cipher.Suite;
import io.columnseal.internal.crypto.AeadCipher;
import io.columnseal.internal.crypto.CipherPool;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A key derived from a data key for one purpose, and its ciphers. Safe for use by many threads. */
final class PurposeKey {

    private final Suite suite;
    private final CipherPool sealing;
    private final CipherPool opening;
    private final byte[] key;
    private boolean wiped;

    /** @param key taken over, not copied */
    PurposeKey(Suite suite, byte[] key) {
        this.suite = suite;
        this.key = key;
        this.sealing = new CipherPool(this::newCipher);
        this.opening = new CipherPool(this::newCipher);
    }

    CipherPool sealing() {
        return sealing;
    }

    CipherPool opening() {
        return opening;
    }

    /** Has all ciphers that seal replaced, with the seals that they were granted. */
    void replaceSealing() {
        sealing.replace();
    }

    void wipe() {
        synchronized (this) {
            wiped = true;
            Arrays.fill(key, (byte) 0);
        }
        sealing.retire();
        opening.retire();
    }

    /** Copying the key and wiping it exclude each other, so no cipher ever gets wiped bytes. */
    private synchronized @Nullable AeadCipher newCipher() {
        return wiped ? null : SuiteCiphers.create(suite, key);
    }
}
