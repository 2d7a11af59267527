package io.columnseal.key;

import io.columnseal.FieldContext;
import org.jspecify.annotations.Nullable;

/**
 * The key that served last for each context, found with one look at one cache line: with hundreds of tenants in turn, a
 * value's price is the number of cache lines on the way to its cipher. A hint only: what it returns may be any key that
 * ever served for the context, and the {@linkplain KeyLease lease} decides whether it still does.
 *
 * <p>Lock-free, safe for use by many threads: entries are immutable, so it does not matter which of two racing threads
 * wins.
 */
final class RecentFields {

    /** Two per set; 32 kilobytes. */
    private static final int ENTRIES = 8192;

    private final @Nullable FieldKey[] entries = new FieldKey[ENTRIES];

    @Nullable FieldKey get(FieldContext context) {
        int set = set(context);
        FieldKey field = entries[set];
        if (isOf(field, context)) {
            return field;
        }
        FieldKey second = entries[set + 1];
        return isOf(second, context) ? second : null;
    }

    void put(FieldKey field) {
        int set = set(field.context());
        FieldKey first = entries[set];
        if (first != null && !first.context().equals(field.context())) {
            entries[set + 1] = first;
        }
        entries[set] = field;
    }

    private static boolean isOf(@Nullable FieldKey field, FieldContext context) {
        return field != null && field.context().equals(context);
    }

    private static int set(FieldContext context) {
        int hash = context.hashCode() * 0x9E3779B9;
        return (hash >>> 16) & (ENTRIES - 2);
    }
}
