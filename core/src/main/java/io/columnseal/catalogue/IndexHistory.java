package io.columnseal.catalogue;

import io.columnseal.UnsupportedMappingException;
import java.util.List;

/**
 * How values were indexed until now, to notice a changed normalizer before queries silently miss what was stored. A start
 * checks every index of every column against what is registered, and registers only then. Immutable, safe for use by many
 * threads.
 */
public final class IndexHistory {

    private final List<RegisteredColumn> registered;

    /** @param registered what the registry remembers of the application */
    public IndexHistory(List<RegisteredColumn> registered) {
        this.registered = List.copyOf(registered);
    }

    /**
     * Checks one column. An index that is new or gone is none of this check's business.
     *
     * @param current the column as it is about to be registered
     * @throws UnsupportedMappingException if values in one of its index columns were made in another way
     */
    public void check(RegisteredColumn current) {
        for (IndexColumn index : current.indexes()) {
            for (RegisteredColumn earlier : registered) {
                for (IndexColumn before : earlier.indexes()) {
                    if (isSameColumn(current, index, earlier, before) && !index.matchesValuesOf(before)) {
                        throw changed(current, index);
                    }
                }
            }
        }
    }

    /** The same index of an attribute, wherever it lies now, or the same column, whatever attribute it belonged to. */
    private static boolean isSameColumn(
            RegisteredColumn current, IndexColumn index, RegisteredColumn earlier, IndexColumn before) {
        boolean sameIndex = earlier.isSameAttributeAs(current) && before.name().equals(index.name());
        boolean sameColumn =
                earlier.table().equals(current.table()) && before.column().equals(index.column());
        return sameIndex || sameColumn;
    }

    private static UnsupportedMappingException changed(RegisteredColumn column, IndexColumn index) {
        return new UnsupportedMappingException(
                column.entity(),
                column.attribute(),
                "its normalizers give other results than those that the index values in " + column.table() + "."
                        + index.column()
                        + " were made with, so queries would miss stored rows: @BlindIndex names others, or their code"
                        + " changed",
                "Put the normalizers back as they were. To change them, stop the application, set the column to null,"
                        + " remove the index from blind_indexes in the attribute's row of columnseal_columns, and have"
                        + " every row written again");
    }
}
