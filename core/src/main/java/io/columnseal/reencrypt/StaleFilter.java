package io.columnseal.reencrypt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition on headers that keeps values which are not stale inside the database. Only an economy: what it lets
 * through is looked at again.
 *
 * @param headers the headers it lists
 * @param listsStale whether it lists what passes or what does not
 */
record StaleFilter(List<Header> headers, boolean listsStale) {

    /** So many parameters every database takes; above that, scanning the list costs more than the transfer saves. */
    static final int MAX_HEADERS = 256;

    StaleFilter {
        headers = List.copyOf(headers);
    }

    /**
     * The shorter list of the two, or null if both are too long.
     *
     * @param others every header that is there and not stale, or null if they are too many to know
     */
    static @Nullable StaleFilter of(Collection<Header> stale, @Nullable Collection<Header> others) {
        if (stale.size() <= MAX_HEADERS) {
            return new StaleFilter(List.copyOf(stale), true);
        }
        return others == null || others.isEmpty() || others.size() > MAX_HEADERS
                ? null
                : new StaleFilter(List.copyOf(others), false);
    }

    /** The filters of several columns. */
    static List<@Nullable StaleFilter> of(List<Census> columns) {
        List<@Nullable StaleFilter> filters = new ArrayList<>();
        columns.forEach(column -> filters.add(column.filter()));
        return filters;
    }

    String condition(String headerExpression) {
        if (headers.isEmpty()) {
            return listsStale ? "1 = 0" : "1 = 1";
        }
        String placeholders = String.join(", ", Collections.nCopies(headers.size(), "?"));
        return headerExpression + (listsStale ? " in (" : " not in (") + placeholders + ")";
    }
}
