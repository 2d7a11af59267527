package io.columnseal.internal.crypto;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM, NIST SP 800-38D, for the rare message: a cipher is looked up and keyed on every call and the nonce is
 * drawn from the operating system. Values of columns are sealed elsewhere, with ciphers that stay keyed.
 */
public final class OneShotAesGcm {

    /** Random nonces of 96 bits are safe for 2^32 messages under one key: SP 800-38D, section 8.3. */
    public static final int NONCE_BYTES = 12;

    /** The full tag; shorter ones are refused. */
    public static final int TAG_BYTES = 16;

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    private OneShotAesGcm() {}

    /**
     * Seals a message.
     *
     * @param key 32 bytes
     * @return nonce, ciphertext and tag, one behind the other
     */
    public static byte[] seal(byte[] key, byte[] plaintext, byte[] associatedData) {
        byte[] sealed = new byte[NONCE_BYTES + plaintext.length + TAG_BYTES];
        System.arraycopy(RandomBytes.next(NONCE_BYTES), 0, sealed, 0, NONCE_BYTES);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, sealed, associatedData);
            cipher.doFinal(plaintext, 0, plaintext.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-256-GCM", e);
        }
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @param key 32 bytes
     * @return the message, or empty if the bytes, the key or the associated data are not those it was sealed with
     */
    public static Optional<byte[]> open(byte[] key, byte[] sealed, byte[] associatedData) {
        if (sealed.length < NONCE_BYTES + TAG_BYTES) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, sealed, associatedData);
            return Optional.of(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-256-GCM", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonceFirst, byte[] associatedData)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        GCMParameterSpec parameters = new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonceFirst, 0, NONCE_BYTES);
        cipher.init(mode, new SecretKeySpec(key, "AES"), parameters);
        cipher.updateAAD(associatedData);
        return cipher;
    }
}
