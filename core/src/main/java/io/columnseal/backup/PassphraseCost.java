package io.columnseal.backup;

/**
 * What Argon2id takes to make a key from a passphrase. Bounded, since it is read from files: no file makes a reader take
 * more memory or time than this.
 *
 * @param memoryKib memory in KiB
 * @param iterations passes over it
 * @param lanes parts that could be computed at once
 */
record PassphraseCost(int memoryKib, int iterations, int lanes) {

    /** The second recommendation of RFC 9106, section 4, for where memory is scarce. */
    static final PassphraseCost RECOMMENDED = new PassphraseCost(64 * 1024, 3, 4);

    private static final int MAX_MEMORY_KIB = 256 * 1024;
    private static final int MAX_ITERATIONS = 16;
    private static final int MAX_LANES = 16;
    private static final int MIN_MEMORY_KIB_PER_LANE = 8;

    PassphraseCost {
        if (iterations < 1
                || iterations > MAX_ITERATIONS
                || lanes < 1
                || lanes > MAX_LANES
                || memoryKib < MIN_MEMORY_KIB_PER_LANE * lanes
                || memoryKib > MAX_MEMORY_KIB) {
            throw new IllegalArgumentException("a passphrase would cost more than it may, or nothing");
        }
    }
}
