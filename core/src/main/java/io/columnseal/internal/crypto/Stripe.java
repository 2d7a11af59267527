package io.columnseal.internal.crypto;

/** Spreads threads over slots, so that processors seldom meet at one cache line. */
final class Stripe {

    private static final int MAX = 64;

    private Stripe() {}

    /** How many slots serve this machine: a power of two, twice the processors, so that few threads share one. */
    static int count() {
        int processors = Runtime.getRuntime().availableProcessors();
        return Math.min(MAX, Integer.highestOneBit(Math.max(1, 4 * processors - 1)));
    }

    /**
     * The calling thread's slot, to be masked. Taken from its id, since a thread-local would cost memory for each of a
     * million virtual threads.
     */
    static int ofThread() {
        return (int) Thread.currentThread().getId();
    }
}
