package io.columnseal.catalogue;

import io.columnseal.UnsupportedMappingException;
import java.util.List;

/**
 * How values were indexed until now, to notice before queries silently miss what was stored, or find it by values that are
 * no longer there. A start checks every index of every column against what is registered, and registers only then.
 * Immutable, safe for use by many threads.
 */
public final class IndexHistory {

    private final List<RegisteredColumn> registered;

    /** @param registered what the registry remembers of the application */
    public IndexHistory(List<RegisteredColumn> registered) {
        this.registered = List.copyOf(registered);
    }

    /**
     * Checks one column. An index that is new, or gone now, is none of this check's business.
     *
     * @param current the column as it is about to be registered
     * @throws UnsupportedMappingException if values in one of its index columns were made in another way, or if the index
     *     was gone for a while; the message holds the statements that put it right
     */
    public void check(RegisteredColumn current) {
        for (IndexColumn index : current.indexes()) {
            for (RegisteredColumn earlier : registered) {
                boolean comesBack = earlier.goneIndexes().stream()
                        .anyMatch(gone -> isSameColumn(current, index, earlier, gone)
                                || earlier.isSameAttributeAs(current)
                                        && gone.column().equals(index.column()));
                if (comesBack) {
                    throw cameBack(current, index, earlier);
                }
                for (IndexColumn before : earlier.indexes()) {
                    if (isSameIndex(current, index, earlier, before) && !index.matchesValuesOf(before)) {
                        throw changed(current, index, earlier, before);
                    }
                }
            }
        }
    }

    /** Whether an index is there now that the column, registered before, did not have: stored rows have no index values. */
    public boolean isNew(RegisteredColumn current, IndexColumn index) {
        List<RegisteredColumn> earlier =
                registered.stream().filter(current::isSameAttributeAs).toList();
        return !earlier.isEmpty()
                && earlier.stream()
                        .flatMap(column -> column.indexes().stream())
                        .noneMatch(before -> before.column().equals(index.column()));
    }

    /** The same index of an attribute, wherever it lies now, or the same column, whatever attribute it belonged to. */
    private static boolean isSameIndex(
            RegisteredColumn current, IndexColumn index, RegisteredColumn earlier, IndexColumn before) {
        return earlier.isSameAttributeAs(current) && before.name().equals(index.name())
                || isSameColumn(current, index, earlier, before);
    }

    private static boolean isSameColumn(
            RegisteredColumn current, IndexColumn index, RegisteredColumn earlier, IndexColumn before) {
        return earlier.table().equals(current.table()) && before.column().equals(index.column());
    }

    private static UnsupportedMappingException changed(
            RegisteredColumn column, IndexColumn index, RegisteredColumn earlier, IndexColumn before) {
        return new UnsupportedMappingException(
                column.entity(),
                column.attribute(),
                "the index values in " + column.table() + "." + index.column()
                        + " were made with other normalizers, another extractor or under another name, so queries would miss"
                        + " stored rows: @BlindIndex says otherwise now, or their code changed",
                "Put the normalizers, the extractor and the name back as they were. To change them, "
                        + remedy(column, index, earlier, before.column()));
    }

    private static UnsupportedMappingException cameBack(
            RegisteredColumn column, IndexColumn index, RegisteredColumn earlier) {
        return new UnsupportedMappingException(
                column.entity(),
                column.attribute(),
                "its blind index in " + column.table() + "." + index.column()
                        + " was gone for a while, in which rows may have been written without it: queries would find them"
                        + " by values that they no longer have",
                "To take the index back, " + remedy(column, index, earlier, index.column()));
    }

    private static String remedy(
            RegisteredColumn column, IndexColumn index, RegisteredColumn earlier, String registeredColumn) {
        String rest = new IndexColumnsText(earlier.indexes(), earlier.goneIndexes())
                .without(registeredColumn)
                .write();
        return "stop every node of the application, run in the application's database: update " + column.table()
                + " set "
                + index.column() + " = null; and in the key database: update columnseal_columns set blind_indexes = "
                + literal(rest) + " where application = "
                + literal(earlier.application()) + " and entity = " + literal(earlier.entity()) + " and attribute = "
                + literal(earlier.attribute()) + "; then start again and rebuild the index with"
                + " SealedColumns.of(entityManagerFactory).indexRebuild(dataSource).everyValue().run()";
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
