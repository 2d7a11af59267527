package io.columnseal.kms;

import io.columnseal.ConfigurationException;
import io.columnseal.internal.crypto.RsaOaep;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.Optional;

/**
 * The private half of a {@link RecoveryKey}, brought from where it lies only when the KEK is lost. The JDK's copy of it
 * stays in memory until the process ends, so recover in a process of its own. Immutable; safe for use by many threads.
 */
public final class RecoveryPrivateKey {

    private static final String PARAMETER = "recovery private key";

    private final RSAPrivateCrtKey key;
    private final RecoveryKey publicKey;

    private RecoveryPrivateKey(RSAPrivateCrtKey key) {
        this.key = key;
        this.publicKey = RecoveryKey.of(RsaOaep.publicKey(key));
    }

    /**
     * Reads a private key.
     *
     * @param pem PKCS#8 without a password, {@code -----BEGIN PRIVATE KEY-----}; {@code openssl pkcs8} takes a password
     *     away
     * @throws ConfigurationException if it is not that, or no RSA key of 3072 bits or more
     */
    public static RecoveryPrivateKey fromPem(String pem) {
        byte[] encoded = PemText.decode(PARAMETER, "PRIVATE KEY", pem);
        try {
            return new RecoveryPrivateKey(RsaOaep.privateKey(encoded)
                    .orElseThrow(() -> new ConfigurationException(PARAMETER, "must be an RSA private key")));
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    public RecoveryKey publicKey() {
        return publicKey;
    }

    /**
     * Unwraps a data key; the caller compares its check value, since anybody can wrap under the public key.
     *
     * @return 32 bytes that the caller wipes; empty if it was wrapped under another key or with another context, or was
     *     altered
     */
    public Optional<byte[]> unwrap(byte[] wrapped, EncryptionContext context) {
        if (!publicKey.isNamedBy(wrapped)) {
            return Optional.empty();
        }
        byte[] sealed = Arrays.copyOfRange(wrapped, RecoveryKey.SEALED_OFFSET, wrapped.length);
        return RsaOaep.open(key, sealed, RecoveryKey.label(context))
                .filter(dataKey -> dataKey.length == RecoveryKey.DATA_KEY_BYTES);
    }

    @Override
    public String toString() {
        return "RecoveryPrivateKey[" + publicKey.fingerprint() + "]";
    }
}
