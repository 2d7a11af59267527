package io.columnseal.kms.azure;

import com.azure.security.keyvault.keys.cryptography.models.KeyWrapAlgorithm;
import java.util.Arrays;
import java.util.Optional;

/** How Azure wraps a data key. Its id is the first byte of every wrapped key, frozen by stored keys. */
public enum KeyWrapping {

    /**
     * RSAES-OAEP with SHA-256, RFC 8017, under an RSA key of 2048 bits or more, in Key Vault or Managed HSM. Anybody who
     * has the public half can wrap.
     */
    RSA_OAEP_256(0x01, KeyWrapAlgorithm.RSA_OAEP_256, 256, 1024, false),

    /** AES Key Wrap, RFC 3394, under an {@code oct-HSM} key of 256 bits, in Managed HSM only. */
    A256KW(0x02, KeyWrapAlgorithm.A256KW, 40, 40, true);

    private final byte id;
    private final KeyWrapAlgorithm algorithm;
    private final int minBytes;
    private final int maxBytes;
    private final boolean secret;

    KeyWrapping(int id, KeyWrapAlgorithm algorithm, int minBytes, int maxBytes, boolean secret) {
        this.id = (byte) id;
        this.algorithm = algorithm;
        this.minBytes = minBytes;
        this.maxBytes = maxBytes;
        this.secret = secret;
    }

    /** By the id and the length of what it wrapped; empty if it is none of these. */
    static Optional<KeyWrapping> of(byte[] wrapped) {
        return Arrays.stream(values())
                .filter(wrapping -> wrapped[0] == wrapping.id && wrapping.fits(wrapped.length - 1))
                .findFirst();
    }

    byte id() {
        return id;
    }

    KeyWrapAlgorithm algorithm() {
        return algorithm;
    }

    /** Whether a data key of 32 bytes has this many when it is wrapped. */
    boolean fits(int bytes) {
        return bytes >= minBytes && bytes <= maxBytes;
    }

    /** Whether nobody can wrap whom the service does not allow to. */
    boolean isSecret() {
        return secret;
    }
}
