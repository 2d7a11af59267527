package io.columnseal.reencrypt;

/**
 * How a page of a table lies in the order of its key.
 *
 * @param hasStart whether it begins behind a given key, and not at the first row
 * @param hasEnd whether it ends with a given key, and not with the last row
 */
record PageRange(boolean hasStart, boolean hasEnd) {}
