package io.columnseal.migrate;

import io.columnseal.ImportException;
import io.columnseal.internal.crypto.ForeignAesGcm;
import io.columnseal.internal.crypto.Pbkdf2;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads AES-GCM under a key that PBKDF2 derived from a password: nonce, ciphertext and tag, one behind the other, in a text
 * column in Base64 of either alphabet. Only reads. Safe for use by many threads.
 *
 * <pre>{@code
 * Importer importer = PasswordImporter.of(password, salt, 100_000, "SHA256");
 * }</pre>
 */
public final class PasswordImporter implements Importer {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final byte[] NO_ASSOCIATED_DATA = new byte[0];

    private final byte[] key;
    private final int nonceBytes;
    private final boolean base64;

    private PasswordImporter(byte[] key, int nonceBytes, boolean base64) {
        this.key = key;
        this.nonceBytes = nonceBytes;
        this.base64 = base64;
    }

    /**
     * For bytes, a key of 256 bits and nonces of 96.
     *
     * @param hash that PBKDF2 was used with: {@code SHA1}, {@code SHA256}, {@code SHA512}
     */
    public static PasswordImporter of(char[] password, byte[] salt, int iterations, String hash) {
        return new PasswordImporter(Pbkdf2.derive(hash, password, salt, iterations, KEY_BYTES), NONCE_BYTES, false);
    }

    /**
     * The same for nonces of another length.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public PasswordImporter nonceBytes(int length) {
        if (length < 1) {
            throw new IllegalArgumentException("nonceBytes must be at least 1: " + length);
        }
        return new PasswordImporter(key, length, base64);
    }

    /** The same for values that lie in a text column, in Base64. */
    public PasswordImporter base64() {
        return new PasswordImporter(key, nonceBytes, true);
    }

    @Override
    public boolean isAuthenticating() {
        return true;
    }

    @Override
    public byte[] open(byte[] stored, @Nullable String tenant) {
        byte[] sealed = base64 ? ForeignBase64.decode(stored) : stored;
        if (sealed.length < nonceBytes + TAG_BYTES) {
            throw new ImportException("it is too short for nonce and tag", null);
        }
        return ForeignAesGcm.open(
                        key,
                        Arrays.copyOf(sealed, nonceBytes),
                        Arrays.copyOfRange(sealed, nonceBytes, sealed.length),
                        NO_ASSOCIATED_DATA)
                .orElseThrow(() -> new ImportException("it is under another key, or was altered", null));
    }
}
