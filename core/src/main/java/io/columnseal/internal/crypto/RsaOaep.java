package io.columnseal.internal.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * RSAES-OAEP, RFC 8017 section 7.1, with SHA-256 in both places (the JDK's own default for MGF1 is SHA-1) and a label,
 * which is bound to the message: it opens only with an equal one. Anybody who has the public key can make messages.
 */
public final class RsaOaep {

    private static final String TRANSFORMATION = "RSA/ECB/OAEPPadding";

    private RsaOaep() {}

    /** @return empty if these bytes are no SubjectPublicKeyInfo of an RSA key */
    public static Optional<RSAPublicKey> publicKey(byte[] subjectPublicKeyInfo) {
        try {
            return Optional.of((RSAPublicKey) rsa().generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo)));
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        }
    }

    /** @return empty if these bytes are no PKCS#8 of an RSA key */
    public static Optional<RSAPrivateCrtKey> privateKey(byte[] pkcs8) {
        try {
            return rsa().generatePrivate(new PKCS8EncodedKeySpec(pkcs8)) instanceof RSAPrivateCrtKey key
                    ? Optional.of(key)
                    : Optional.empty();
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        }
    }

    public static RSAPublicKey publicKey(RSAPrivateCrtKey key) {
        try {
            return (RSAPublicKey) rsa().generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        } catch (InvalidKeySpecException e) {
            throw new IllegalArgumentException("not a pair of RSA keys", e);
        }
    }

    /** @param message 32 bytes, say: at most 66 less than the modulus has */
    public static byte[] seal(RSAPublicKey key, byte[] message, byte[] label) {
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(Cipher.ENCRYPT_MODE, key, parameters(label));
            return cipher.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA-OAEP", e);
        }
    }

    /** @return empty if the bytes, the key or the label are not those it was sealed with */
    public static Optional<byte[]> open(RSAPrivateCrtKey key, byte[] sealed, byte[] label) {
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(Cipher.DECRYPT_MODE, key, parameters(label));
            return Optional.of(cipher.doFinal(sealed));
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA-OAEP", e);
        }
    }

    private static OAEPParameterSpec parameters(byte[] label) {
        return new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(label));
    }

    private static KeyFactory rsa() {
        try {
            return KeyFactory.getInstance("RSA");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }
}
