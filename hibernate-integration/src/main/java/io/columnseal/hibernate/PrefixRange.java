package io.columnseal.hibernate;

import java.util.Arrays;

/**
 * The index values of texts that begin alike, in the order that databases give bytes.
 *
 * @param first the least value there may be
 * @param last the greatest
 */
public record PrefixRange(byte[] first, byte[] last) {

    public PrefixRange {
        first = first.clone();
        last = last.clone();
    }

    @Override
    public byte[] first() {
        return first.clone();
    }

    @Override
    public byte[] last() {
        return last.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrefixRange that && Arrays.equals(first, that.first) && Arrays.equals(last, that.last);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(first) + Arrays.hashCode(last);
    }

    @Override
    public String toString() {
        return "PrefixRange[" + first.length + " bytes]";
    }
}
