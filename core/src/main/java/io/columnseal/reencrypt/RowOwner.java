package io.columnseal.reencrypt;

import io.columnseal.catalogue.SealedColumn;
import org.jspecify.annotations.Nullable;

/**
 * Whose the values of a column are.
 *
 * @param defaultTenant owner of shared values
 * @param unnamed owner of those of which the rows cannot name one; null if nobody said
 */
record RowOwner(
        SealedColumn column, String defaultTenant, @Nullable String unnamed) {

    /** Null if the row names nobody. */
    @Nullable String of(PlainRow row) {
        if (column.shared()) {
            return defaultTenant;
        }
        String tenant = row.tenant() == null && column.tenant() == null ? unnamed : row.tenant();
        return tenant == null || tenant.isBlank() ? null : tenant;
    }
}
