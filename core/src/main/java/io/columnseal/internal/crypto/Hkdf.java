package io.columnseal.internal.crypto;

import java.util.Arrays;

/** HKDF with HMAC-SHA-256, RFC 5869, without salt: every input here is a uniformly random key. */
public final class Hkdf {

    private static final byte[] NO_SALT = new byte[HmacSha256.TAG_BYTES];
    private static final int MAX_BLOCKS = 255;

    private Hkdf() {}

    /** Derives {@code length} bytes (at most 8160) from a key, bound to {@code info}. */
    public static byte[] derive(byte[] key, byte[] info, int length) {
        byte[] pseudoRandomKey = extract(NO_SALT, key);
        try {
            return expand(pseudoRandomKey, info, length);
        } finally {
            Arrays.fill(pseudoRandomKey, (byte) 0);
        }
    }

    /** Section 2.2. */
    static byte[] extract(byte[] salt, byte[] key) {
        return HmacSha256.tag(salt, key);
    }

    /** Section 2.3. */
    static byte[] expand(byte[] pseudoRandomKey, byte[] info, int length) {
        int blocks = (length + HmacSha256.TAG_BYTES - 1) / HmacSha256.TAG_BYTES;
        if (length < 1 || blocks > MAX_BLOCKS) {
            throw new IllegalArgumentException("length out of range: " + length);
        }
        byte[] derived = new byte[length];
        byte[] block = new byte[0];
        for (int counter = 1, done = 0; done < length; counter++, done += block.length) {
            byte[] message = Arrays.copyOf(block, block.length + info.length + 1);
            System.arraycopy(info, 0, message, block.length, info.length);
            message[message.length - 1] = (byte) counter;
            Arrays.fill(block, (byte) 0);
            block = HmacSha256.tag(pseudoRandomKey, message);
            System.arraycopy(block, 0, derived, done, Math.min(block.length, length - done));
            Arrays.fill(message, (byte) 0);
        }
        Arrays.fill(block, (byte) 0);
        return derived;
    }
}
