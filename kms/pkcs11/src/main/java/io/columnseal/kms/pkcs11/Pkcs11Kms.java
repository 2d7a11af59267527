package io.columnseal.kms.pkcs11;

import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyNotFoundException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.KekDescription;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HSM, or any token with a PKCS#11 library, by the JDK's SunPKCS11. Data keys are drawn in this process and wrapped by
 * the token.
 *
 * <p>Wrapped bytes, frozen by stored keys (all lengths in bytes; 61 in all):
 *
 * <pre>
 * offset  length  content
 *      0       1  0x01, the version of this layout
 *      1      12  nonce, random
 *     13      32  the data key under AES-256-GCM
 *     45      16  tag
 * </pre>
 *
 * <p>The associated data is {@link EncryptionContext#canonical()}. {@link #kekId()} is {@code pkcs11:object=} and the
 * key's label, as in RFC 7512.
 *
 * <p>An operation that fails is tried again after another login, since anybody in this process may log the token out, and
 * once more with sessions of a new provider, since an HSM that restarts loses them. A PIN that was refused is never tried
 * again. A library that hangs cannot be interrupted: the caller waits. Safe for use by many threads.
 */
public final class Pkcs11Kms implements Kms {

    /** What the names of all settings start with. */
    static final String SETTINGS = "columnseal.kms.pkcs11";

    /** The property that names the AES key. */
    public static final String KEY_SETTING = SETTINGS + ".key-label";

    /** The property that names AES keys of earlier data keys. */
    public static final String PREVIOUS_KEYS_SETTING = SETTINGS + ".previous-key-labels";

    static final String LIBRARY_SETTING = SETTINGS + ".library";

    static final String SLOT_SETTING = SETTINGS + ".slot";

    private static final Logger LOG = LoggerFactory.getLogger(Pkcs11Kms.class);
    private static final String ID_PREFIX = "pkcs11:object=";
    private static final byte VERSION = 0x01;
    private static final int DATA_KEY_BYTES = 32;
    private static final int WRAPPED_BYTES = 1 + TokenCipher.NONCE_BYTES + DATA_KEY_BYTES + TokenCipher.TAG_BYTES;

    /** As it is, after another login, with a new provider. */
    private static final int ATTEMPTS = 3;

    private final Token token;
    private final TokenCipher cipher = new TokenCipher();
    private final String keyLabel;
    private final List<String> previousKeyLabels;

    private Pkcs11Kms(Token token, String keyLabel, List<String> previousKeyLabels) {
        this.token = token;
        this.keyLabel = keyLabel;
        this.previousKeyLabels = previousKeyLabels;
    }

    /**
     * Starts building.
     *
     * @param library the HSM's PKCS#11 library
     * @param keyLabel label of an AES key of 256 bits
     * @param pin the user's PIN, copied
     */
    public static Pkcs11KmsBuilder builder(Path library, String keyLabel, char[] pin) {
        return new Pkcs11KmsBuilder(library, keyLabel, pin);
    }

    /** Logs in, unless the token is out of reach, which the first use tells then. */
    static Pkcs11Kms open(
            Supplier<AuthProvider> providers, char[] pin, String keyLabel, List<String> previousKeyLabels) {
        Pkcs11Kms kms = new Pkcs11Kms(new Token(providers, pin, keyLabel), keyLabel, previousKeyLabels);
        try {
            kms.describe();
        } catch (KmsUnavailableException | KmsKeyNotFoundException e) {
            LOG.warn("The HSM cannot be used yet: {}. The first use tries again", e.getMessage());
        } catch (RuntimeException e) {
            kms.close();
            throw e;
        }
        return kms;
    }

    @Override
    public String kekId() {
        return ID_PREFIX + keyLabel;
    }

    @Override
    public boolean knows(String kekId) {
        return isOurs(label(kekId));
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public GeneratedDataKey generateDataKey(EncryptionContext context) {
        byte[] dataKey = cipher.random(DATA_KEY_BYTES);
        try {
            return new GeneratedDataKey(dataKey, wrap(dataKey, context));
        } catch (RuntimeException e) {
            Arrays.fill(dataKey, (byte) 0);
            throw e;
        }
    }

    @Override
    public WrappedKey wrap(byte[] dataKey, EncryptionContext context) {
        if (dataKey.length != DATA_KEY_BYTES) {
            throw new IllegalArgumentException("a data key has " + DATA_KEY_BYTES + " bytes");
        }
        byte[] nonce = cipher.random(TokenCipher.NONCE_BYTES);
        byte[] sealed = done(kekId(), keyLabel, key -> cipher.seal(key, nonce, dataKey, context.canonical()));
        return new WrappedKey(
                kekId(),
                ByteBuffer.allocate(WRAPPED_BYTES)
                        .put(VERSION)
                        .put(nonce)
                        .put(sealed)
                        .array());
    }

    @Override
    public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
        String kekId = wrappedKey.kekId();
        String label = accepted(kekId);
        ByteBuffer wrapped = ByteBuffer.wrap(wrappedKey.bytes());
        if (wrapped.remaining() != WRAPPED_BYTES || wrapped.get() != VERSION) {
            throw TokenErrors.invalid(kekId, null);
        }
        byte[] nonce = new byte[TokenCipher.NONCE_BYTES];
        byte[] sealed = new byte[DATA_KEY_BYTES + TokenCipher.TAG_BYTES];
        wrapped.get(nonce).get(sealed);
        Operation opening = key -> cipher.open(key, nonce, sealed, context.canonical());
        try {
            return done(kekId, label, opening);
        } catch (KmsInvalidCiphertextException e) {
            requireWorking(kekId, label);
            return done(kekId, label, opening);
        }
    }

    /** A token that can be reached and holds the key; its age is not known here. */
    @Override
    public KekDescription describe() {
        token.key(kekId(), keyLabel);
        return new KekDescription(kekId(), KekDescription.Status.ENABLED, null);
    }

    /** The token stays logged in: others in this process may use it. */
    @Override
    public void close() {
        token.close();
    }

    @Override
    public String toString() {
        return "Pkcs11Kms[" + kekId() + "]";
    }

    /**
     * The JDK takes a token's general failure (CKR_GENERAL_ERROR) for a wrong tag. A token that opens what it just sealed
     * does not fail any more: what it refuses now is altered.
     */
    private void requireWorking(String kekId, String label) {
        byte[] nonce = cipher.random(TokenCipher.NONCE_BYTES);
        byte[] probe = new byte[DATA_KEY_BYTES];
        done(kekId, label, key -> {
            try {
                return cipher.open(key, nonce, cipher.seal(key, nonce, probe, probe), probe);
            } catch (AEADBadTagException e) {
                throw new ProviderException("CKR_GENERAL_ERROR", e);
            }
        });
    }

    /** The key that a row names, if it is one of ours. */
    private String accepted(String kekId) {
        String label = label(kekId);
        if (!isOurs(label)) {
            throw TokenErrors.missing(kekId);
        }
        return label;
    }

    private static String label(String kekId) {
        return kekId.startsWith(ID_PREFIX) ? kekId.substring(ID_PREFIX.length()) : "";
    }

    private boolean isOurs(String label) {
        return label.equals(keyLabel) || previousKeyLabels.contains(label);
    }

    private byte[] done(String kekId, String label, Operation operation) {
        for (int attempt = 1; ; attempt++) {
            TokenKey key = token.key(kekId, label);
            try {
                return operation.with(key);
            } catch (AEADBadTagException e) {
                throw TokenErrors.invalid(kekId, null);
            } catch (GeneralSecurityException | ProviderException e) {
                if (attempt == ATTEMPTS) {
                    throw TokenErrors.unavailable(kekId, e);
                }
            }
            if (attempt == 1) {
                token.forget(key);
            } else {
                token.replace(key);
            }
        }
    }

    /** What the token does with a key. */
    private interface Operation {
        byte[] with(TokenKey key) throws GeneralSecurityException;
    }
}
