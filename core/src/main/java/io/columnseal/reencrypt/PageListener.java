package io.columnseal.reencrypt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Told of each page of a walk that is done, in the order of the pages. */
@FunctionalInterface
interface PageListener {

    /**
     * @param rowsRead stale values that the walk has dealt with so far
     * @param position key of the last row of the page; null in a table without a key, or if the page was empty
     * @param stayed values of this page that could not be moved
     */
    void done(long rowsRead, Object @Nullable [] position, List<QuarantinedValue> stayed);
}
