package io.columnseal.internal.crypto;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * HMAC with SHA-256, RFC 2104, under one key that many messages share: the two digests that have seen the key are cloned
 * for every message, which saves half of the work on short ones. Never changes after construction, so it is safe for use
 * by many threads without a lock; it is not wiped but let go of.
 */
public final class KeyedHmacSha256 {

    private static final int BLOCK_BYTES = 64;
    private static final byte INNER_PAD = 0x36;
    private static final byte OUTER_PAD = 0x5C;

    private final MessageDigest inner;
    private final MessageDigest outer;

    /** @param key of any length; not kept */
    public KeyedHmacSha256(byte[] key) {
        byte[] shortKey = key.length > BLOCK_BYTES ? Sha256.digest(key) : key;
        this.inner = padded(shortKey, INNER_PAD);
        this.outer = padded(shortKey, OUTER_PAD);
    }

    /**
     * Writes the beginning of a message's tag.
     *
     * @param target where the tag goes, from the offset on
     * @param tagBytes how much of it, at most {@link HmacSha256#TAG_BYTES}
     */
    public void tag(byte[] message, byte[] target, int offset, int tagBytes) {
        byte[] tag = copy(outer).digest(copy(inner).digest(message));
        System.arraycopy(tag, 0, target, offset, tagBytes);
    }

    private static MessageDigest padded(byte[] key, byte pad) {
        byte[] block = new byte[BLOCK_BYTES];
        Arrays.fill(block, pad);
        for (int i = 0; i < key.length; i++) {
            block[i] ^= key[i];
        }
        MessageDigest digest = Sha256.incremental();
        digest.update(block);
        Arrays.fill(block, (byte) 0);
        return digest;
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the security provider's SHA-256 cannot be cloned: install another", e);
        }
    }
}
