package io.columnseal.internal.crypto;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Random bytes straight from the operating system, for keys, key ids and the seeds of generators. Nothing is buffered in
 * the process, so a restored snapshot of it does not repeat them: so it is on Linux, macOS and Windows, unless the SUN
 * provider was removed from the JDK. Then they are its default generator's. Safe for use by many threads.
 */
public final class RandomBytes {

    /** {@code /dev/urandom}, which never blocks; absent on Windows. */
    private static final String OPERATING_SYSTEM = "NativePRNGNonBlocking";

    private RandomBytes() {}

    public static byte[] next(int length) {
        try {
            // Not nextBytes: on Linux and macOS that serves from a buffer which the JDK fills ten times a second
            return SecureRandom.getInstance(OPERATING_SYSTEM).generateSeed(length);
        } catch (NoSuchAlgorithmException e) {
            // On Windows the default generator, which asks the system every time
            byte[] bytes = new byte[length];
            new SecureRandom().nextBytes(bytes);
            return bytes;
        }
    }
}
