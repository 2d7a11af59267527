package io.columnseal.internal.crypto;

import io.columnseal.internal.CoarseClock;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Source of all nonces of one ColumnSeal: a generator of NIST SP 800-90A that the operating system seeds. Safe for use
 * by many threads.
 */
public final class Nonces {

    private final CoarseClock clock;
    private volatile SecureRandom random = generator();

    public Nonces(CoarseClock clock) {
        this.clock = clock;
    }

    /**
     * Forgets all randomness that was drawn ahead and seeds anew from the operating system: two processes restored from
     * one snapshot would draw the same nonces, which is fatal for GCM.
     */
    public void renew() {
        random = generator();
    }

    /** A buffer for one cipher. */
    NonceBuffer buffer() {
        return new NonceBuffer(this);
    }

    /** What a buffer has to compare: randomness drawn from another generation is not to be used. */
    Object generation() {
        return random;
    }

    long now() {
        return clock.nanos();
    }

    void fill(byte[] bytes) {
        random.nextBytes(bytes);
    }

    private static SecureRandom generator() {
        try {
            SecureRandom generator = SecureRandom.getInstance("DRBG");
            generator.nextBytes(new byte[1]); // seeds it now
            return generator;
        } catch (NoSuchAlgorithmException e) {
            return new SecureRandom();
        }
    }
}
