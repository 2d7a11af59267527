package io.columnseal.reencrypt;

import io.columnseal.key.KeyId;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How many rows of an index column stand where: which of them need an index value made, and which cannot get one. */
final class IndexCensus {

    private final boolean everyValue;
    private final Map<Header, String> staleTenants = new HashMap<>();
    private final Set<Header> settled = new HashSet<>();
    private final Set<Byte> staleVersions = new TreeSet<>();
    private final Tally unreadable = new Tally();
    private long staleRows;
    private long staleLength;
    private long longestStale;
    private long withoutValue;

    /** @param everyValue whether all index values are to be made anew, those under the newest key too */
    IndexCensus(boolean everyValue) {
        this.everyValue = everyValue;
    }

    /** Counts index values of rows that have no value. */
    void addWithoutValue(long rows) {
        withoutValue += rows;
    }

    /** Counts rows that are not to be dealt with. */
    void addSettled(Header header) {
        settled.add(header);
    }

    /** Counts rows that cannot get an index value, under a key or under none that may be named. */
    void addUnreadable(IndexGroup group, Reason reason) {
        Header header = group.header();
        if (header != null) {
            settled.add(header);
        }
        KeyId key = header == null || reason == Reason.UNKNOWN_KEY ? null : header.key();
        unreadable.add(key, reason, group.rows());
    }

    /** Counts rows whose values open. */
    void add(IndexGroup group, byte writingVersion) {
        Header header = Objects.requireNonNull(group.header(), "the values open");
        Byte version = group.version();
        if (!everyValue && version != null && version == writingVersion) {
            settled.add(header);
            return;
        }
        staleTenants.put(header, group.tenant());
        staleRows += group.rows();
        staleLength += group.totalLength();
        longestStale = Math.max(longestStale, group.longest());
        if (version != null) {
            staleVersions.add(version);
        }
    }

    /** Whether some rows under this header need an index value made. */
    boolean isStale(Header header) {
        return staleTenants.containsKey(header);
    }

    /** The tenant that the row of a stale header's key names; opening verifies it. */
    String tenant(Header header) {
        return Objects.requireNonNull(staleTenants.get(header), "the header is stale");
    }

    IndexFilter filter() {
        return new IndexFilter(headers(), everyValue ? null : List.copyOf(staleVersions));
    }

    /** The headers that need work, or those that need none, or null if both are too many. */
    @Nullable StaleFilter headers() {
        Set<Header> others = new HashSet<>(settled);
        others.removeAll(staleTenants.keySet());
        return staleTenants.isEmpty() ? null : StaleFilter.of(staleTenants.keySet(), others);
    }

    PageLimits limits(int pageSize) {
        return PageLimits.of(pageSize, staleRows == 0 ? 1 : Math.max(1, staleLength / staleRows), longestStale);
    }

    /** Rows to be dealt with. */
    long work() {
        return staleRows + withoutValue;
    }

    /** Index values of rows that have no value. */
    long withoutValue() {
        return withoutValue;
    }

    Tally unreadable() {
        return unreadable;
    }

    /** Rows that are not as they should be. */
    long remaining() {
        return work() + unreadable.rows();
    }
}
