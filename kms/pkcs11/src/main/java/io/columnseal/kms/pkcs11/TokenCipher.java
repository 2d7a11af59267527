package io.columnseal.kms.pkcs11;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM, NIST SP 800-38D, by the token. The nonce is random, of 96 bits: safe for 2^32 messages under one key, far
 * more than a deployment has data keys. Safe for use by many threads.
 */
final class TokenCipher {

    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    private final SecureRandom random = new SecureRandom();

    byte[] random(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return drawn;
    }

    byte[] seal(TokenKey key, byte[] nonce, byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
        return cipher(Cipher.ENCRYPT_MODE, key, nonce, associatedData).doFinal(plaintext);
    }

    byte[] open(TokenKey key, byte[] nonce, byte[] sealed, byte[] associatedData) throws GeneralSecurityException {
        return cipher(Cipher.DECRYPT_MODE, key, nonce, associatedData).doFinal(sealed);
    }

    private static Cipher cipher(int mode, TokenKey key, byte[] nonce, byte[] associatedData)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION, key.provider());
        cipher.init(mode, key.handle(), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(associatedData);
        return cipher;
    }
}
