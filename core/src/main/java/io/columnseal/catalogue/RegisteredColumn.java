package io.columnseal.catalogue;

import io.columnseal.Storage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What the registry remembers of a sealed column; identified by application, entity and attribute.
 *
 * @param application name of the application, so that several can share one key table
 * @param codec name of the codec values were last written with
 * @param indexes columns of index values made from the same values, in a stable order
 * @param goneIndexes such columns that were there before and are no longer written: they may hold index values of values
 *     that are not stored any more
 */
public record RegisteredColumn(
        String application,
        String entity,
        String attribute,
        String table,
        String column,
        String context,
        String purpose,
        String codec,
        Storage storage,
        List<IndexColumn> indexes,
        List<IndexColumn> goneIndexes) {

    public RegisteredColumn {
        indexes = List.copyOf(indexes);
        goneIndexes = List.copyOf(goneIndexes);
    }

    /** A column none of whose indexes is known to be gone: one as an application maps it. */
    public RegisteredColumn(
            String application,
            String entity,
            String attribute,
            String table,
            String column,
            String context,
            String purpose,
            String codec,
            Storage storage,
            List<IndexColumn> indexes) {
        this(application, entity, attribute, table, column, context, purpose, codec, storage, indexes, List.of());
    }

    /** A column without indexes. */
    public RegisteredColumn(
            String application,
            String entity,
            String attribute,
            String table,
            String column,
            String context,
            String purpose,
            String codec,
            Storage storage) {
        this(application, entity, attribute, table, column, context, purpose, codec, storage, List.of());
    }

    /** Whether both describe the same attribute, however it is stored. */
    public boolean isSameAttributeAs(RegisteredColumn other) {
        return application.equals(other.application)
                && entity.equals(other.entity)
                && attribute.equals(other.attribute);
    }

    /**
     * This column as it is to be remembered: with the indexes that it had before, and has no longer, among those that are
     * gone. What is gone stays so, even if it is mapped again, until somebody removes it. Of several attributes of one
     * column each keeps what is gone of its own, and an index that one of them has is not gone for the others.
     *
     * @param registered what is remembered so far
     * @param together all columns that are registered together with this one
     */
    public RegisteredColumn following(Collection<RegisteredColumn> registered, Collection<RegisteredColumn> together) {
        List<IndexColumn> gone = new ArrayList<>(goneIndexes);
        for (RegisteredColumn earlier : registered) {
            // An attribute that is still there is no earlier name of this one
            if (earlier.isSameAttributeAs(this)
                    || earlier.isSameColumnAs(this) && together.stream().noneMatch(earlier::isSameAttributeAs)) {
                earlier.goneIndexes.stream().filter(index -> !isIn(gone, index)).forEach(gone::add);
                earlier.indexes.stream()
                        .filter(index -> !isIn(indexes, index) && !isIn(gone, index))
                        .filter(index -> together.stream()
                                .noneMatch(other -> other.isSameColumnAs(earlier) && isIn(other.indexes, index)))
                        .forEach(gone::add);
            }
        }
        return withGone(gone);
    }

    /** The same with these indexes gone, each once. */
    RegisteredColumn withGone(List<IndexColumn> gone) {
        return new RegisteredColumn(
                application,
                entity,
                attribute,
                table,
                column,
                context,
                purpose,
                codec,
                storage,
                indexes,
                gone.stream().distinct().toList());
    }

    /** An attribute may be renamed while its column stays. */
    private boolean isSameColumnAs(RegisteredColumn other) {
        return application.equals(other.application) && table.equals(other.table) && column.equals(other.column);
    }

    private static boolean isIn(Collection<IndexColumn> indexes, IndexColumn sought) {
        return indexes.stream().anyMatch(index -> index.column().equals(sought.column()));
    }
}
