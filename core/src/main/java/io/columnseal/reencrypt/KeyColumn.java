package io.columnseal.reencrypt;

import org.jspecify.annotations.Nullable;

/**
 * How a column of a table's key is written in the queries of one database.
 *
 * @param name as it is compared for equality
 * @param selected reads a value so that, bound again, it is equal to itself
 * @param ordered sorts as it compares
 * @param bulkType type in which a page of values goes to the database at once; null where each has to go by itself
 */
record KeyColumn(
        String name,
        String selected,
        String ordered,
        @Nullable String bulkType) {

    static KeyColumn plain(String name) {
        return plain(name, null);
    }

    static KeyColumn plain(String name, @Nullable String bulkType) {
        return new KeyColumn(name, name, name, bulkType);
    }
}
