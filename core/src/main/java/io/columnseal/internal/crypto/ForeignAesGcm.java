package io.columnseal.internal.crypto;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-GCM of other libraries, with keys and nonces of whatever length they use and the full tag. */
public final class ForeignAesGcm {

    private static final int TAG_BITS = 128;

    private ForeignAesGcm() {}

    /**
     * @param key 16, 24 or 32 bytes
     * @param sealed ciphertext and tag
     * @return the message, or empty if it does not open
     */
    public static Optional<byte[]> open(byte[] key, byte[] nonce, byte[] sealed, byte[] associatedData) {
        try {
            Cipher cipher = JdkAesGcm.create();
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(associatedData);
            return Optional.of(cipher.doFinal(sealed));
        } catch (GeneralSecurityException | RuntimeException e) {
            // What is shorter than a tag makes the JDK throw a ProviderException
            return Optional.empty();
        }
    }

    /**
     * Seals for the other library.
     *
     * @param key 16, 24 or 32 bytes
     * @param nonce fresh
     * @return ciphertext and tag
     */
    public static byte[] seal(byte[] key, byte[] nonce, byte[] message, byte[] associatedData) {
        try {
            Cipher cipher = JdkAesGcm.create();
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(associatedData);
            return cipher.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to seal", e);
        }
    }
}
