package io.columnseal.reencrypt;

/**
 * How long some stored values are, in bytes.
 *
 * @param values how many there are
 * @param total length of all of them
 * @param longest length of the longest
 */
record ValueLengths(long values, long total, long longest) {

    static final ValueLengths NONE = new ValueLengths(0, 0, 0);

    ValueLengths plus(ValueLengths other) {
        return new ValueLengths(values + other.values, total + other.total, Math.max(longest, other.longest));
    }

    /** Of pages of such values. */
    PageLimits limits(int pageSize) {
        return PageLimits.of(pageSize, values == 0 ? 0 : total / values, longest);
    }
}
