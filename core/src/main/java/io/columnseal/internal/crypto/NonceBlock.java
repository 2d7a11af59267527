package io.columnseal.internal.crypto;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** Random nonces drawn ahead, each handed out once. Lock-free, safe for use by many threads. */
final class NonceBlock {

    /** 384 bytes: from there on, the generator's cost per nonce no longer falls much. */
    static final int NONCES = 64;

    /** Alone in its cache line: it is written for every nonce. */
    private static final int POSITION = 16;

    private final byte[] nonces;
    private final Object generation;
    private final long drawnAt;
    private final AtomicIntegerArray position = new AtomicIntegerArray(2 * POSITION);

    /**
     * @param nonces taken over, not copied
     * @param generation the generator's; nonces of another one are not to be used
     */
    NonceBlock(byte[] nonces, Object generation, long drawnAt) {
        this.nonces = nonces;
        this.generation = generation;
        this.drawnAt = drawnAt;
    }

    boolean isFresh(Object currentGeneration, long now, long lifeNanos) {
        return generation == currentGeneration && now - drawnAt < lifeNanos;
    }

    /** Copies a nonce that nobody else gets; false if there is none left. */
    boolean next(byte[] target, int offset) {
        int start = position.getAndAdd(POSITION, AeadCipher.NONCE_BYTES);
        // Threads that find the block used up move the position on: as many would have to do so as to overflow it.
        if (start > nonces.length - AeadCipher.NONCE_BYTES || start < 0) {
            return false;
        }
        System.arraycopy(nonces, start, target, offset, AeadCipher.NONCE_BYTES);
        return true;
    }
}
