package io.columnseal.reencrypt;

import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How many values of a column stand where, by their headers. */
final class Census {

    private final Map<Header, String> staleTenants = new HashMap<>();
    private final Set<Header> settled = new HashSet<>();
    private final Tally unreadable = new Tally();
    private long staleRows;
    private long staleLength;
    private long longestStale;

    /** Counts values without a header. */
    void addNotSealed(long rows) {
        add(Reason.NOT_SEALED, rows);
    }

    /** Counts values under headers that too many others came before. */
    void addNotLookedUp(long rows) {
        add(Reason.NOT_LOOKED_UP, rows);
    }

    private void add(Reason reason, long rows) {
        if (rows > 0) {
            unreadable.add(null, reason, rows);
        }
    }

    /** Counts values under headers that name no key, without telling which. */
    void addUnknown(long rows) {
        add(Reason.UNKNOWN_KEY, rows);
    }

    /** Counts values under one header. */
    void add(HeaderCounts.Group group, NamedKey key) {
        Header header = group.header();
        switch (key.standing()) {
            case CURRENT -> settled.add(header);
            case STALE -> {
                staleTenants.put(header, key.tenant());
                staleRows += group.rows();
                staleLength += group.totalLength();
                longestStale = Math.max(longestStale, group.longest());
            }
            case UNUSABLE -> {
                settled.add(header);
                unreadable.add(header.key(), Reason.KEY_UNUSABLE, group.rows());
            }
            case UNKNOWN -> {
                // One by one: a header in front of too little is somebody's plaintext, which a report must not show
                addNotSealed(group.tooShort());
                if (group.rows() > group.tooShort()) {
                    unreadable.add(header.key(), Reason.UNKNOWN_KEY, group.rows() - group.tooShort());
                }
            }
        }
    }

    /** Whether values under this header are to be moved. */
    boolean isStale(Header header) {
        return staleTenants.containsKey(header);
    }

    /** The tenant that the row of a stale header's key names; opening verifies it. */
    String tenant(Header header) {
        return Objects.requireNonNull(staleTenants.get(header), "the header is stale");
    }

    @Nullable StaleFilter filter() {
        return StaleFilter.of(staleTenants.keySet(), settled);
    }

    /** Values under keys that were replaced. */
    long staleRows() {
        return staleRows;
    }

    /** Mean length of a stale value as stored, at least 1. */
    long meanStaleLength() {
        return staleRows == 0 ? 1 : Math.max(1, staleLength / staleRows);
    }

    /** Length of the longest stale value as stored. */
    long longestStaleLength() {
        return longestStale;
    }

    /** Values that cannot be moved because of the key they name or do not name. */
    Tally unreadable() {
        return unreadable;
    }

    /** Values that are not under their tenant's active key. */
    long remaining() {
        return staleRows + unreadable.rows();
    }
}
