package io.columnseal.cipher;

import java.util.Optional;

/**
 * Algorithm that a data key is used with. One key, one suite: the suite stands in the key's row, in the header of every
 * value, and in every derivation from the key, so that no two suites ever share key bytes.
 */
public enum Suite {
    /**
     * AES-256-GCM, NIST SP 800-38D, from the JDK. Its section 8.3 allows 2^32 seals with random nonces, after which the
     * chance that two are equal, which reveals both values, reaches 2^-32.
     */
    AES_256_GCM((byte) 0x01, 1L << 32),

    /**
     * AES-256-GCM-SIV, RFC 8452, from Bouncy Castle, which must be on the class path. An equal nonce reveals only that two
     * values are equal, so what bounds it is the size of values: for those of up to 2 GiB, of which ours are, the RFC's
     * security considerations allow 2^35.
     */
    AES_256_GCM_SIV((byte) 0x02, 1L << 35);

    private final byte id;
    private final long sealLimit;

    Suite(byte id, long sealLimit) {
        this.id = id;
        this.sealLimit = sealLimit;
    }

    /** First byte of every value sealed with this suite: frozen. */
    public byte id() {
        return id;
    }

    /** How many values may be sealed under one key; at half of it, the key is replaced. */
    public long sealLimit() {
        return sealLimit;
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
