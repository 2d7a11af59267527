package io.columnseal.internal.crypto;

import java.security.SecureRandom;

/**
 * Random bytes straight from the operating system, for keys and key ids. Nothing is buffered in the process, so a
 * restored snapshot of it does not repeat them.
 */
public final class RandomBytes {

    private RandomBytes() {}

    public static byte[] next(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
