package io.columnseal.internal.crypto;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntFunction;

/**
 * Arrays that padded texts are decrypted into, to be copied from without their padding. Used again, since of a new array
 * each byte must come from memory, be zeroed and be collected, while these stay in the processor's cache. Zero whenever
 * nobody has them. Lock-free, safe for use by many threads.
 */
public final class TextBuffers {

    /** Longer texts get an array of their own, so that no more than a few of this length stay. */
    static final int LONGEST = 32 * 1024;

    /** Shorter texts get an array of their own, which costs no more than taking one that is shared. */
    static final int SHORTEST = 128;

    private static final int IDLE = 0;
    private static final int BUSY = 1;

    /** Each state is alone in its cache line. */
    private static final int STRIDE = 16;

    private final int mask = Stripe.count() - 1;
    private final byte[][] buffers = new byte[mask + 1][0];
    private final AtomicIntegerArray states = new AtomicIntegerArray((mask + 2) * STRIDE);
    private final IntFunction<byte[]> arrays;

    public TextBuffers() {
        this(byte[]::new);
    }

    /**
     * For tests that count them or run out of memory.
     *
     * @param arrays makes the arrays that are used again
     */
    public TextBuffers(IntFunction<byte[]> arrays) {
        this.arrays = arrays;
    }

    /** An array of zeros, as long as this or longer, for the calling thread alone, to be given back by the same thread. */
    public byte[] take(int length) {
        if (length < SHORTEST || length > LONGEST) {
            return new byte[length];
        }
        int place = place();
        if (!states.compareAndSet(state(place), IDLE, BUSY)) {
            return new byte[length];
        }
        byte[] buffer = buffers[place];
        return buffer.length == LONGEST ? buffer : make(place);
    }

    private byte[] make(int place) {
        boolean made = false;
        try {
            buffers[place] = arrays.apply(LONGEST);
            made = true;
            return buffers[place];
        } finally {
            // Without memory for it, the place is as it was
            if (!made) {
                states.setRelease(state(place), IDLE);
            }
        }
    }

    /**
     * Zeroes an array and takes it back.
     *
     * @param length the one it was taken for: nothing was written behind
     */
    public void giveBack(byte[] buffer, int length) {
        Arrays.fill(buffer, 0, length, (byte) 0);
        if (buffer.length != LONGEST) {
            return;
        }
        int place = place();
        if (buffers[place] == buffer) {
            states.setRelease(state(place), IDLE);
        }
    }

    private int place() {
        return Stripe.ofThread() & mask;
    }

    private static int state(int place) {
        return (place + 1) * STRIDE;
    }
}
