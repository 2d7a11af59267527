package io.columnseal.reencrypt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a column by header, as the database counts them, before anybody looked a key up. */
final class HeaderCounts {

    /** Some 100 bytes each: garbage can name any number of keys. */
    static final int MAX_HEADERS = 500_000;

    private final List<Group> groups = new ArrayList<>();
    private long withoutHeader;
    private long beyondLimit;

    /**
     * Values under one header.
     *
     * @param totalLength length of all of them as stored
     * @param longest length of the longest
     * @param tooShort how many of them are too short to be sealed
     */
    record Group(Header header, long rows, long totalLength, long longest, long tooShort) {}

    /** @param header null for values that begin with none */
    void add(@Nullable Header header, long rows, long totalLength, long longest, long tooShort) {
        if (header == null) {
            withoutHeader += rows;
        } else if (groups.size() == MAX_HEADERS) {
            beyondLimit += rows;
        } else {
            groups.add(new Group(header, rows, totalLength, longest, tooShort));
        }
    }

    /** In the order in which they were added. */
    List<Group> groups() {
        return groups;
    }

    /** Values that begin with no header. */
    long withoutHeader() {
        return withoutHeader;
    }

    /** Values under headers that were not kept. */
    long beyondLimit() {
        return beyondLimit;
    }
}
