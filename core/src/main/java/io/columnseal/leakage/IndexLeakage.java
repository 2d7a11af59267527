package io.columnseal.leakage;

import io.columnseal.catalogue.IndexColumn;
import io.columnseal.catalogue.SealedColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one blind index reveals.
 *
 * @param column the sealed column that is indexed
 * @param index the column of index values
 * @param byTenant whether tenants were told apart; if not, because their values are shared or it is not known where rows
 *     name them, all rows count as one tenant's
 * @param tenants that have index values, 1 if they were not told apart
 * @param rows that have an index value, of all tenants
 * @param values different index values, added up over tenants and keys: to be compared with {@code rows}, no number of
 *     values that exist
 * @param mostValues most different values that one tenant has under one key
 * @param worst the tenant whose values are spread most unevenly among those with at least 10 rows, or the largest one;
 *     null if there is no row
 * @param findings what is worth saying, the gravest first
 */
public record IndexLeakage(
        SealedColumn column,
        IndexColumn index,
        boolean byTenant,
        long tenants,
        long rows,
        long values,
        long mostValues,
        @Nullable TenantFigures worst,
        List<LeakageFinding> findings) {

    public IndexLeakage {
        findings = List.copyOf(findings);
    }

    /** Table and column of the index values, as in the catalogue. */
    public String place() {
        return column.table() + "." + index.column();
    }

    /** Simple name of the entity, and the attribute. */
    String attribute() {
        String entity = column.entity();
        return entity.substring(Math.max(entity.lastIndexOf('.'), entity.lastIndexOf('$')) + 1) + "."
                + column.attribute();
    }
}
