package io.columnseal.test.kms;

import io.columnseal.internal.crypto.RandomBytes;
import io.columnseal.internal.crypto.RsaOaep;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** One version of a key of a vault: RSA, which wraps by RSA-OAEP-256, or symmetric, which wraps by AES Key Wrap. */
final class VaultKeyVersion {

    private static final int RSA_BITS = 2048;
    private static final int AES_BYTES = 32;
    private static final int BLOCK_BYTES = 8;
    private static final int MOST_OAEP_BYTES = RSA_BITS / Byte.SIZE - 66;
    private static final byte[] NO_LABEL = {};

    private final String id = UUID.randomUUID().toString().replace("-", "");
    private final Instant createdAt = Instant.now();
    private final @Nullable KeyPair rsa;
    private final @Nullable SecretKey aes;
    private volatile boolean enabled = true;
    private volatile @Nullable Instant end;

    private VaultKeyVersion(@Nullable KeyPair rsa, @Nullable SecretKey aes) {
        this.rsa = rsa;
        this.aes = aes;
    }

    static VaultKeyVersion rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            return new VaultKeyVersion(generator.generateKeyPair(), null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    static VaultKeyVersion oct() {
        return new VaultKeyVersion(null, new SecretKeySpec(RandomBytes.next(AES_BYTES), "AES"));
    }

    String id() {
        return id;
    }

    Instant createdAt() {
        return createdAt;
    }

    String type() {
        return rsa == null ? "oct-HSM" : "RSA";
    }

    String algorithm() {
        return rsa == null ? "A256KW" : "RSA-OAEP-256";
    }

    boolean isEnabled() {
        return enabled;
    }

    void disable() {
        enabled = false;
    }

    /** Null if it has none. */
    @Nullable Instant end() {
        return end;
    }

    void expire() {
        end = createdAt;
    }

    /** Empty if it is nothing that can be wrapped. */
    Optional<byte[]> wrap(byte[] key) {
        if (rsa == null) {
            return key.length < 2 * BLOCK_BYTES || key.length % BLOCK_BYTES != 0
                    ? Optional.empty()
                    : keyWrap(Cipher.WRAP_MODE, key);
        }
        return key.length > MOST_OAEP_BYTES
                ? Optional.empty()
                : Optional.of(RsaOaep.seal((RSAPublicKey) rsa.getPublic(), key, NO_LABEL));
    }

    /** Empty if it was not wrapped under this version. */
    Optional<byte[]> unwrap(byte[] wrapped) {
        if (rsa == null) {
            // The JDK's cipher fails in its own ways on other lengths
            return wrapped.length < 3 * BLOCK_BYTES || wrapped.length % BLOCK_BYTES != 0
                    ? Optional.empty()
                    : keyWrap(Cipher.UNWRAP_MODE, wrapped);
        }
        return RsaOaep.open((RSAPrivateCrtKey) rsa.getPrivate(), wrapped, NO_LABEL);
    }

    private Optional<byte[]> keyWrap(int mode, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(mode, aes);
            return Optional.of(
                    mode == Cipher.WRAP_MODE
                            ? cipher.wrap(new SecretKeySpec(input, "AES"))
                            : cipher.unwrap(input, "AES", Cipher.SECRET_KEY).getEncoded());
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
