package io.columnseal.reencrypt;

import io.columnseal.reencrypt.Undecryptable.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How many values of a column stand where, by their headers. */
final class Census {

    private final Map<Header, StaleValues> stale = new LinkedHashMap<>();
    private final Set<Header> settled = new HashSet<>();
    private final Map<Header, Reason> staying = new HashMap<>();
    private final Tally unreadable = new Tally();

    /**
     * The values under one key that was replaced.
     *
     * @param tenant that the key's row names; opening verifies it
     * @param compromised whether the key is known or feared to be leaked
     * @param totalLength length of all of them as stored
     * @param longest length of the longest
     */
    record StaleValues(String tenant, boolean compromised, long rows, long totalLength, long longest) {}

    /** Counts values without a header. */
    void addNotSealed(long rows) {
        add(Reason.NOT_SEALED, rows);
    }

    /** The same of plaintext that begins like this header. */
    void addNotSealed(Header header, long rows) {
        staying.put(header, Reason.NOT_SEALED);
        addNotSealed(rows);
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
            case STALE ->
                stale.put(
                        header,
                        new StaleValues(
                                key.tenant(), key.compromised(), group.rows(), group.totalLength(), group.longest()));
            case UNUSABLE -> {
                settled.add(header);
                staying.put(header, Reason.KEY_UNUSABLE);
                unreadable.add(header.key(), Reason.KEY_UNUSABLE, group.rows());
            }
            case UNKNOWN -> {
                // One by one: a header in front of too little is somebody's plaintext, which a report must not show
                addNotSealed(group.tooShort());
                if (group.rows() > group.tooShort()) {
                    staying.put(header, Reason.UNKNOWN_KEY);
                    unreadable.add(header.key(), Reason.UNKNOWN_KEY, group.rows() - group.tooShort());
                }
            }
        }
    }

    /** The same with the values under compromised keys alone to be moved. */
    Census urgent() {
        Census urgent = new Census();
        urgent.settled.addAll(settled);
        stale.forEach((header, values) -> {
            if (values.compromised) {
                urgent.stale.put(header, values);
            } else {
                urgent.settled.add(header);
            }
        });
        return urgent;
    }

    /** Values under keys that were replaced, by key, the most frequent first. */
    Map<Header, StaleValues> stale() {
        return Collections.unmodifiableMap(stale);
    }

    /** Values under compromised keys. */
    long compromisedRows() {
        return stale.values().stream()
                .filter(StaleValues::compromised)
                .mapToLong(StaleValues::rows)
                .sum();
    }

    /** Whether values under this header are to be moved. */
    boolean isStale(Header header) {
        return stale.containsKey(header);
    }

    /** The tenant that the row of a stale header's key names; opening verifies it. */
    String tenant(Header header) {
        return Objects.requireNonNull(stale.get(header), "the header is stale").tenant;
    }

    /** Whether values under this header are under their tenant's active key. */
    boolean isCurrent(Header header) {
        return settled.contains(header) && !staying.containsKey(header);
    }

    /** Why values under this header stay, which are neither stale nor current. */
    Reason reasonToStay(Header header) {
        return staying.getOrDefault(header, Reason.NOT_LOOKED_UP);
    }

    /** A list of headers under which values are current or to be moved, or null if they are too many. */
    @Nullable StaleFilter sound() {
        List<Header> sound = new ArrayList<>(stale.keySet());
        settled.stream().filter(this::isCurrent).forEach(sound::add);
        return sound.size() > StaleFilter.MAX_HEADERS ? null : new StaleFilter(sound, false);
    }

    @Nullable StaleFilter filter() {
        return StaleFilter.of(stale.keySet(), settled);
    }

    /** Values under keys that were replaced. */
    long staleRows() {
        return stale.values().stream().mapToLong(StaleValues::rows).sum();
    }

    /** Whether any of several columns holds values to be moved. */
    static boolean anyStale(List<Census> columns) {
        return columns.stream().anyMatch(column -> column.staleRows() > 0);
    }

    /** Mean length of a stale value as stored, at least 1. */
    long meanStaleLength() {
        long length =
                stale.values().stream().mapToLong(StaleValues::totalLength).sum();
        return Math.max(1, length / Math.max(1, staleRows()));
    }

    /** Length of the longest stale value as stored. */
    long longestStaleLength() {
        return stale.values().stream().mapToLong(StaleValues::longest).max().orElse(0);
    }

    /** Values that cannot be moved because of the key they name or do not name. */
    Tally unreadable() {
        return unreadable;
    }

    /** How many headers it remembers. */
    int headers() {
        return stale.size() + settled.size() + staying.size();
    }

    /** Values that are not under their tenant's active key. */
    long remaining() {
        return staleRows() + unreadable.rows();
    }
}
