package io.columnseal.internal.crypto;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Opens AES-GCM of other libraries, with keys and nonces of whatever length they use and the full tag. */
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
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
