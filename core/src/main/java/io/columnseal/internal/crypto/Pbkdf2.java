package io.columnseal.internal.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** PBKDF2, RFC 8018 section 5.2, with HMAC. For keys of other libraries only: our own passphrases go through Argon2id. */
public final class Pbkdf2 {

    private Pbkdf2() {}

    /** @param hash as in {@code SHA1}, {@code SHA256}, {@code SHA512} */
    public static byte[] derive(String hash, char[] password, byte[] salt, int iterations, int keyBytes) {
        char[] copy = password.clone();
        PBEKeySpec spec = new PBEKeySpec(copy, salt, iterations, keyBytes * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmac" + hash)
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no PBKDF2 with HMAC of " + hash, e);
        } finally {
            spec.clearPassword();
            Arrays.fill(copy, '\0');
        }
    }
}
