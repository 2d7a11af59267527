package io.columnseal.internal.crypto;

import java.security.DrbgParameters;
import java.security.DrbgParameters.Capability;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/**
 * Generator of NIST SP 800-90A, seeded anew from the operating system once a second while it is used: two copies of a
 * virtual machine that nobody told of its cloning soon part. Safe for use by many threads.
 */
final class NonceGenerator {

    private static final int STRENGTH_BITS = 256;

    /** Entropy for the strength, and half of it again as the nonce of the first seeding. */
    private static final int SEED_BYTES = 48;

    private final long reseedNanos;
    private final SecureRandom generator;
    private boolean seeded;
    private long seededAt;

    NonceGenerator(long reseedNanos) {
        this.reseedNanos = reseedNanos;
        this.generator = create();
    }

    synchronized void fill(byte[] bytes, long now) {
        if (!seeded || now - seededAt >= reseedNanos) {
            // Not reseed(): where that reads /dev/random, old kernels block.
            generator.setSeed(RandomBytes.next(SEED_BYTES));
            seeded = true;
            seededAt = now;
        }
        generator.nextBytes(bytes);
    }

    private static SecureRandom create() {
        try {
            return SecureRandom.getInstance(
                    "DRBG", DrbgParameters.instantiation(STRENGTH_BITS, Capability.RESEED_ONLY, null));
        } catch (GeneralSecurityException e) {
            // A platform that is configured for weaker or other generators: its default one is cryptographic, too.
            return new SecureRandom();
        }
    }
}
