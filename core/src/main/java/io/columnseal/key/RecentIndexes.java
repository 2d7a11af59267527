package io.columnseal.key;

import io.columnseal.index.IndexContext;
import org.jspecify.annotations.Nullable;

/**
 * The INDEX keys that served last for each index, as {@link RecentFields} does it for fields: a hint, which the leases
 * of the keys may overrule. Lock-free, safe for use by many threads.
 */
final class RecentIndexes {

    /** Two per set. */
    private static final int ENTRIES = 4096;

    private final @Nullable IndexKeys[] entries = new IndexKeys[ENTRIES];

    @Nullable IndexKeys get(IndexContext context) {
        int set = set(context);
        IndexKeys keys = entries[set];
        if (isOf(keys, context)) {
            return keys;
        }
        IndexKeys second = entries[set + 1];
        return isOf(second, context) ? second : null;
    }

    void put(IndexKeys keys) {
        int set = set(keys.context());
        IndexKeys first = entries[set];
        if (first != null && !first.context().equals(keys.context())) {
            entries[set + 1] = first;
        }
        entries[set] = keys;
    }

    private static boolean isOf(@Nullable IndexKeys keys, IndexContext context) {
        return keys != null && keys.context().equals(context);
    }

    private static int set(IndexContext context) {
        int hash = context.hashCode() * 0x9E3779B9;
        return (hash >>> 16) & (ENTRIES - 2);
    }
}
