package io.columnseal.benchmarks.field;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** Random nonces cut from a 4 KiB buffer that a DRBG fills. For one thread. */
final class BufferedNonces {

    private final SecureRandom random;
    private final byte[] buffer = new byte[4096];
    private int position = buffer.length;

    BufferedNonces() throws NoSuchAlgorithmException {
        random = SecureRandom.getInstance("DRBG");
    }

    /** Copies the next nonce to an array at an offset. */
    void next(byte[] target, int offset) {
        if (position + TestData.NONCE_BYTES > buffer.length) {
            random.nextBytes(buffer);
            position = 0;
        }
        System.arraycopy(buffer, position, target, offset, TestData.NONCE_BYTES);
        position += TestData.NONCE_BYTES;
    }
}
