package io.columnseal.reencrypt;

import org.jspecify.annotations.Nullable;

/**
 * A range of a table in the order of its key.
 *
 * @param after key of the row behind which it begins; null for the first row
 * @param upTo key of its last row, which need not be there any more; null for the end of the table
 */
record KeyBounds(Object @Nullable [] after, Object @Nullable [] upTo) {

    static final KeyBounds ALL = new KeyBounds(null, null);
}
