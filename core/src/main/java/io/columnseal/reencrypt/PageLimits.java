package io.columnseal.reencrypt;

/**
 * How large a page may become.
 *
 * @param rows rows looked at in one query
 * @param bytes a page ends after the value that exceeds this
 * @param fetchSize rows the driver may hold at once; 0 for all of them
 */
record PageLimits(int rows, long bytes, int fetchSize) {

    /** Bounds the memory of a run, whatever the length of the values. */
    private static final long MAX_PAGE_BYTES = 8L << 20;

    /** Limits for a column whose stale values have these lengths. */
    static PageLimits of(int pageSize, Census census) {
        return of(pageSize, census.meanStaleLength(), census.longestStaleLength());
    }

    /**
     * Limits for values of these lengths.
     *
     * @param meanLength at least 1
     */
    static PageLimits of(int pageSize, long meanLength, long longestLength) {
        long rowsByMean = Math.max(1, MAX_PAGE_BYTES / meanLength);
        int rows = (int) Math.min(pageSize, rowsByMean);
        long longest = Math.max(1, longestLength);
        boolean fits = longest * rows <= MAX_PAGE_BYTES;
        int fetchSize = fits ? 0 : (int) Math.max(1, MAX_PAGE_BYTES / longest);
        return new PageLimits(rows, MAX_PAGE_BYTES, fetchSize);
    }
}
