package io.columnseal.reencrypt;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a column by header, as the database counts them, before anybody looked a key up. */
final class HeaderCounts {

    /** Some 100 bytes each: garbage can name any number of keys. */
    static final int MAX_HEADERS = 500_000;

    private final int limit;
    private final Map<Header, Group> groups = new LinkedHashMap<>();
    private long withoutHeader;
    private long beyondLimit;
    private ValueLengths unkept = ValueLengths.NONE;

    /** @param limit how many headers to keep, at most {@link #MAX_HEADERS} */
    HeaderCounts(int limit) {
        this.limit = limit;
    }

    /**
     * Values under one header.
     *
     * @param totalLength length of all of them as stored
     * @param longest length of the longest
     * @param tooShort how many of them are too short to be sealed
     */
    record Group(Header header, long rows, long totalLength, long longest, long tooShort) {

        ValueLengths lengths() {
            return new ValueLengths(rows, totalLength, longest);
        }

        private Group plus(Group other) {
            return new Group(
                    header,
                    rows + other.rows,
                    totalLength + other.totalLength,
                    Math.max(longest, other.longest),
                    tooShort + other.tooShort);
        }
    }

    /**
     * Adds values, in any number of parts for each header.
     *
     * @param header null for values that begin with none
     */
    void add(@Nullable Header header, long rows, long totalLength, long longest, long tooShort) {
        if (header == null) {
            withoutHeader += rows;
            unkept = unkept.plus(new ValueLengths(rows, totalLength, longest));
        } else if (groups.size() == limit && !groups.containsKey(header)) {
            beyondLimit += rows;
            unkept = unkept.plus(new ValueLengths(rows, totalLength, longest));
        } else {
            groups.merge(header, new Group(header, rows, totalLength, longest, tooShort), Group::plus);
        }
    }

    /** The most frequent first. */
    List<Group> groups() {
        return groups.values().stream()
                .sorted(Comparator.comparingLong(Group::rows).reversed())
                .toList();
    }

    /** Values that begin with no header. */
    long withoutHeader() {
        return withoutHeader;
    }

    /** Values under headers that were not kept. */
    long beyondLimit() {
        return beyondLimit;
    }

    /** Lengths of the values that are in no group. */
    ValueLengths unkept() {
        return unkept;
    }
}
