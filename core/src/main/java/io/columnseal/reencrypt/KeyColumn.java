package io.columnseal.reencrypt;

/**
 * How a column of a table's key is written in the queries of one database.
 *
 * @param name as it is compared for equality
 * @param selected reads a value so that, bound again, it is equal to itself
 * @param ordered sorts as it compares
 */
record KeyColumn(String name, String selected, String ordered) {

    static KeyColumn plain(String name) {
        return new KeyColumn(name, name, name);
    }
}
