package io.columnseal.kms;

import static io.columnseal.internal.LengthPrefixed.encode;
import static io.columnseal.internal.LengthPrefixed.text;

import io.columnseal.ConfigurationException;
import io.columnseal.internal.crypto.RsaOaep;
import io.columnseal.internal.crypto.Sha256;
import java.nio.ByteBuffer;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The public key under which every data key is wrapped a second time, for the day on which the KEK is gone: its private
 * key lies offline, and no running application ever needs it. Whoever has the private key and the key table has all data
 * keys.
 *
 * <p>Wrapped bytes, frozen by stored keys:
 *
 * <pre>
 * offset  length  content
 *      0       1  0x01, the version of this layout
 *      1       8  id of the recovery key: the first bytes of its fingerprint
 *      9       k  the data key under RSAES-OAEP with SHA-256; k is the length of the modulus
 * </pre>
 *
 * <p>The label of OAEP is lp("columnseal/recovery/1", {@link EncryptionContext#canonical()}). The fingerprint is the
 * SHA-256 of the key's SubjectPublicKeyInfo.
 *
 * <p>It is known by a fingerprint that is configured apart from it, so whoever can replace the key alone cannot have data
 * keys wrapped for himself. Immutable; safe for use by many threads.
 */
public final class RecoveryKey {

    /** The property of the public key. */
    public static final String PUBLIC_KEY_SETTING = "columnseal.recovery.public-key";

    /** The property of its fingerprint. */
    public static final String FINGERPRINT_SETTING = "columnseal.recovery.fingerprint";

    static final byte VERSION = 0x01;
    static final int ID_BYTES = 8;
    static final int SEALED_OFFSET = 1 + ID_BYTES;
    static final int DATA_KEY_BYTES = 32;

    private static final String LABEL = "columnseal/recovery/1";
    private static final int MIN_BITS = 3072;
    private static final int MAX_BITS = 16384;

    private final RSAPublicKey key;
    private final byte[] fingerprint;

    private RecoveryKey(RSAPublicKey key) {
        this.key = key;
        this.fingerprint = Sha256.digest(key.getEncoded());
    }

    /**
     * Reads a public key.
     *
     * @param pem an RSA key of 3072 bits or more: {@code -----BEGIN PUBLIC KEY-----}
     * @param fingerprint 64 hexadecimal digits, as {@code openssl pkey -pubin -in recovery-public.pem -outform DER |
     *     sha256sum} prints them
     * @throws ConfigurationException if it is not that, or has another fingerprint
     */
    public static RecoveryKey fromPem(String pem, String fingerprint) {
        byte[] encoded = PemText.decode(PUBLIC_KEY_SETTING, "PUBLIC KEY", pem);
        RecoveryKey key = of(RsaOaep.publicKey(encoded)
                .orElseThrow(() -> new ConfigurationException(PUBLIC_KEY_SETTING, "must be an RSA public key")));
        if (!key.fingerprint().equals(fingerprint.strip().toLowerCase(Locale.ROOT))) {
            throw new ConfigurationException(
                    FINGERPRINT_SETTING,
                    "is not that of " + PUBLIC_KEY_SETTING + ", which has " + key.fingerprint()
                            + ". If nobody of yours replaced the recovery key, somebody else did, to have all data keys"
                            + " wrapped for himself. Compare it with the record that was made when the key was generated");
        }
        return key;
    }

    /**
     * The recovery key that two settings name, if there is one.
     *
     * @param pem as {@link #fromPem} takes it; null or blank if none is configured
     * @param fingerprint null or blank if none is configured
     * @throws ConfigurationException if only one of the two is there, or they do not belong together
     */
    public static Optional<RecoveryKey> fromSettings(@Nullable String pem, @Nullable String fingerprint) {
        String key = pem == null ? "" : pem;
        String known = fingerprint == null ? "" : fingerprint;
        if (key.isBlank() && known.isBlank()) {
            return Optional.empty();
        }
        if (key.isBlank()) {
            throw new ConfigurationException(PUBLIC_KEY_SETTING, "is required with " + FINGERPRINT_SETTING);
        }
        if (known.isBlank()) {
            throw new ConfigurationException(
                    FINGERPRINT_SETTING,
                    "is required with " + PUBLIC_KEY_SETTING + ", from the record that was made when the key was"
                            + " generated: else whoever can replace the key has all data keys wrapped for himself");
        }
        return Optional.of(fromPem(key, known));
    }

    static RecoveryKey of(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        if (bits < MIN_BITS || bits > MAX_BITS || key.getPublicExponent().bitLength() < 17) {
            throw new ConfigurationException(
                    PUBLIC_KEY_SETTING,
                    "must be an RSA key of " + MIN_BITS + " to " + MAX_BITS
                            + " bits with the exponent 65537. Generate it"
                            + " with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:4096");
        }
        return new RecoveryKey(key);
    }

    /** SHA-256 of the key in 64 hexadecimal digits: no secret, but to be known from elsewhere. */
    public String fingerprint() {
        return HexFormat.of().formatHex(fingerprint);
    }

    /** Wraps a data key of 32 bytes. */
    public byte[] wrap(byte[] dataKey, EncryptionContext context) {
        if (dataKey.length != DATA_KEY_BYTES) {
            throw new IllegalArgumentException("a data key has " + DATA_KEY_BYTES + " bytes");
        }
        byte[] sealed = RsaOaep.seal(key, dataKey, label(context));
        return ByteBuffer.allocate(SEALED_OFFSET + sealed.length)
                .put(VERSION)
                .put(fingerprint, 0, ID_BYTES)
                .put(sealed)
                .array();
    }

    /** Whether these bytes say that they were wrapped under this key. */
    public boolean isNamedBy(byte[] wrapped) {
        return wrapped.length > SEALED_OFFSET
                && wrapped[0] == VERSION
                && Arrays.equals(wrapped, 1, SEALED_OFFSET, fingerprint, 0, ID_BYTES);
    }

    static byte[] label(EncryptionContext context) {
        return encode(text(LABEL), context.canonical());
    }

    @Override
    public String toString() {
        return "RecoveryKey[" + fingerprint() + "]";
    }
}
