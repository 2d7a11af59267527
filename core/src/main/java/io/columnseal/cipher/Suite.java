package io.columnseal.cipher;

import java.util.Optional;

/**
 * Algorithm that a data key is used with. One key, one suite: the suite stands in the key's row, in the header of every
 * value, and in every derivation from the key, so that no two suites ever share key bytes.
 */
public enum Suite {
    /** AES-256-GCM, NIST SP 800-38D, from the JDK. */
    AES_256_GCM((byte) 0x01),

    /** AES-256-GCM-SIV, RFC 8452, from Bouncy Castle, which must be on the class path. */
    AES_256_GCM_SIV((byte) 0x02);

    private final byte id;

    Suite(byte id) {
        this.id = id;
    }

    /** First byte of every value sealed with this suite: frozen. */
    public byte id() {
        return id;
    }

    /** The suite with this id, if there is one. */
    public static Optional<Suite> ofId(byte id) {
        for (Suite suite : values()) {
            if (suite.id == id) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }
}
