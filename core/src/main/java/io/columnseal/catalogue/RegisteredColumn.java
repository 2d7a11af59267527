package io.columnseal.catalogue;

import io.columnseal.Storage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the registry remembers of a sealed column; identified by application, entity and attribute.
 *
 * @param application name of the application, so that several can share one key table
 * @param codec name of the codec values were last written with
 * @param indexes columns of index values made from the same values, in a stable order
 * @param goneIndexes such columns that were there before and are no longer written: they may hold index values of values
 *     that are not stored any more
 * @param places every column that values of this attribute were ever sealed in, each once in a stable order: those of
 *     audit tables and of subclasses' tables, and those that are no longer mapped, until somebody {@linkplain
 *     ColumnRegistry#forget forgets} them
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
        List<IndexColumn> goneIndexes,
        List<ColumnPlace> places) {

    public RegisteredColumn {
        indexes = List.copyOf(indexes);
        goneIndexes = List.copyOf(goneIndexes);
        places = List.copyOf(places);
    }

    /** A column that is the only place of its attribute. */
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
            List<IndexColumn> indexes,
            List<IndexColumn> goneIndexes) {
        this(
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
                goneIndexes,
                List.of(new ColumnPlace(table, column)));
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

    /** Whether values of the attribute were ever sealed there. */
    public boolean liesIn(String someTable, String someColumn) {
        return places.contains(new ColumnPlace(someTable, someColumn));
    }

    /** Whether values of the attribute were never sealed but in its own column. */
    public boolean isInOnePlace() {
        return places.equals(List.of(new ColumnPlace(table, column)));
    }

    /** The same in these places and no others. */
    public RegisteredColumn in(List<ColumnPlace> all) {
        return with(goneIndexes, all);
    }

    /** The same with these places, too. */
    public RegisteredColumn alsoIn(Collection<ColumnPlace> added) {
        return with(goneIndexes, Stream.concat(places.stream(), added.stream()).toList());
    }

    /** The same with this place forgotten. */
    RegisteredColumn without(ColumnPlace place) {
        return with(
                goneIndexes,
                places.stream().filter(other -> !other.equals(place)).toList());
    }

    /**
     * This column as it is to be remembered: in all places that its attribute had before as well, and with the indexes that
     * it had before, and has no longer, among those that are gone. What is gone stays so, even if it is mapped again, until somebody removes it. Of several attributes of one
     * column each keeps what is gone of its own, and an index that one of them has is not gone for the others.
     *
     * @param registered what is remembered so far
     * @param together all columns that are registered together with this one
     */
    public RegisteredColumn following(Collection<RegisteredColumn> registered, Collection<RegisteredColumn> together) {
        List<IndexColumn> gone = new ArrayList<>(goneIndexes);
        List<ColumnPlace> remembered = new ArrayList<>();
        for (RegisteredColumn earlier : registered) {
            if (earlier.isSameAttributeAs(this)) {
                remembered.addAll(earlier.places);
            }
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
        remembered.addAll(places);
        return with(gone, remembered);
    }

    /** The same with these indexes gone, each once. */
    RegisteredColumn withGone(List<IndexColumn> gone) {
        return with(gone, places);
    }

    private RegisteredColumn with(List<IndexColumn> gone, List<ColumnPlace> lying) {
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
                gone.stream().distinct().toList(),
                lying.stream().distinct().toList());
    }

    /** An attribute may be renamed while its column stays. */
    private boolean isSameColumnAs(RegisteredColumn other) {
        return application.equals(other.application) && table.equals(other.table) && column.equals(other.column);
    }

    private static boolean isIn(Collection<IndexColumn> indexes, IndexColumn sought) {
        return indexes.stream().anyMatch(index -> index.column().equals(sought.column()));
    }
}
