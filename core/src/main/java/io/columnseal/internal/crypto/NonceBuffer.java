package io.columnseal.internal.crypto;

import java.time.Duration;
import java.util.Arrays;

/** Random nonces drawn ahead for one cipher. For one thread at a time. */
final class NonceBuffer {

    /** Randomness lives this long at most before it is used, for the sake of snapshots that nobody announces. */
    static final Duration LIFE = Duration.ofSeconds(1);

    private static final int NONCES = 32;
    private static final long LIFE_NANOS =
            LIFE.minus(io.columnseal.internal.CoarseClock.STEP).toNanos();

    private final Nonces source;
    private final byte[] buffer = new byte[NONCES * AeadCipher.NONCE_BYTES];
    private int position = buffer.length;
    private Object generation;
    private long filledAt;

    NonceBuffer(Nonces source) {
        this.source = source;
        this.generation = source.generation();
    }

    void next(byte[] target, int offset) {
        if (position == buffer.length || generation != source.generation() || source.now() - filledAt >= LIFE_NANOS) {
            generation = source.generation();
            filledAt = source.now();
            source.fill(buffer);
            position = 0;
        }
        System.arraycopy(buffer, position, target, offset, AeadCipher.NONCE_BYTES);
        Arrays.fill(buffer, position, position + AeadCipher.NONCE_BYTES, (byte) 0);
        position += AeadCipher.NONCE_BYTES;
    }
}
