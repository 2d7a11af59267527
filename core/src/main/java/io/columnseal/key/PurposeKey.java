package io.columnseal.key;

import io.columnseal.ConfigurationException;
import io.columnseal.cipher.Suite;
import io.columnseal.internal.crypto.AeadCipher;
import io.columnseal.internal.crypto.BouncyCastleAesGcmSiv;
import io.columnseal.internal.crypto.CipherPool;
import io.columnseal.internal.crypto.JdkAesGcm;
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
        return wiped ? null : newCipher(suite, key.clone());
    }

    private static AeadCipher newCipher(Suite suite, byte[] key) {
        return switch (suite) {
            case AES_256_GCM -> new JdkAesGcm(key);
            case AES_256_GCM_SIV -> newGcmSiv(key);
        };
    }

    private static AeadCipher newGcmSiv(byte[] key) {
        try {
            return new BouncyCastleAesGcmSiv(key);
        } catch (NoClassDefFoundError e) {
            Arrays.fill(key, (byte) 0);
            throw new ConfigurationException(
                    "columnseal.suite",
                    "AES_256_GCM_SIV needs Bouncy Castle; add org.bouncycastle:bcprov-jdk18on to the class path",
                    e);
        }
    }
}
