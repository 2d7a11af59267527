package io.columnseal.key;

import io.columnseal.ConfigurationException;
import io.columnseal.cipher.Suite;
import io.columnseal.internal.crypto.AeadCipher;
import io.columnseal.internal.crypto.BouncyCastleAesGcmSiv;
import io.columnseal.internal.crypto.JdkAesGcm;

/** The implementation of each suite; the only place that distinguishes them. */
final class SuiteCiphers {

    private SuiteCiphers() {}

    /**
     * Checks at start-up what would otherwise fail with the first value.
     *
     * @throws ConfigurationException if the suite needs a library that is not there
     */
    static void requireAvailable(Suite suite) {
        create(suite, new byte[KeyDerivation.KEY_BYTES]);
    }

    /** @param key copied */
    static AeadCipher create(Suite suite, byte[] key) {
        try {
            return switch (suite) {
                case AES_256_GCM -> new JdkAesGcm(key);
                case AES_256_GCM_SIV -> new BouncyCastleAesGcmSiv(key);
            };
        } catch (NoClassDefFoundError e) {
            throw new ConfigurationException(
                    "columnseal.suite",
                    suite + " needs Bouncy Castle; add org.bouncycastle:bcprov-jdk18on to the class path",
                    e);
        }
    }
}
