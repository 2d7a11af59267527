package io.columnseal.key;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a walk over the key table reads at once.
 *
 * @param rows in the order of their ids as unsigned numbers
 * @param malformed what lies between them and is no row: others are not to be missed for it, nor is it to be passed over in
 *     silence. One whose id was edited as well may come again with the next page
 * @param next after which the next page begins; null if nothing follows
 */
public record KeyPage(
        List<DataKeyRow> rows,
        List<MalformedKeyRow> malformed,
        @Nullable KeyId next) {

    // Written out because NullAway does not see a compact constructor's nullable components
    public KeyPage(List<DataKeyRow> rows, List<MalformedKeyRow> malformed, @Nullable KeyId next) {
        this.rows = List.copyOf(rows);
        this.malformed = List.copyOf(malformed);
        this.next = next;
    }

    /**
     * A page of a store that cannot hold malformed rows.
     *
     * @param limit how many rows were asked for: after fewer, nothing follows
     */
    public static KeyPage of(List<DataKeyRow> rows, int limit) {
        return new KeyPage(
                rows,
                List.of(),
                rows.size() < limit
                        ? null
                        : rows.get(rows.size() - 1).identity().id());
    }
}
