package io.columnseal.reencrypt;

import java.util.List;

/**
 * How large a page may become.
 *
 * @param rows rows looked at in one query
 * @param bytes a page ends after the value that exceeds this
 * @param fetchSize rows the driver may hold at once; 0 for all of them
 */
record PageLimits(int rows, long bytes, int fetchSize) {

    /** Bounds the memory of a run, whatever the length of the values. It holds some pages at once, old values and new. */
    private static final long MAX_PAGE_BYTES = 2L << 20;

    /** Limits for rows with columns whose stale values have these lengths. */
    static PageLimits of(int pageSize, List<Census> columns) {
        return of(
                pageSize,
                columns.stream().mapToLong(Census::meanStaleLength).sum(),
                columns.stream().mapToLong(Census::longestStaleLength).sum());
    }

    /** Limits for values of these lengths. */
    static PageLimits of(int pageSize, long meanLength, long longestLength) {
        long rowsByMean = Math.max(1, MAX_PAGE_BYTES / Math.max(1, meanLength));
        int rows = (int) Math.min(pageSize, rowsByMean);
        long longest = Math.max(1, longestLength);
        boolean fits = longest * rows <= MAX_PAGE_BYTES;
        int fetchSize = fits ? 0 : (int) Math.max(1, MAX_PAGE_BYTES / longest);
        return new PageLimits(rows, MAX_PAGE_BYTES, fetchSize);
    }
}
