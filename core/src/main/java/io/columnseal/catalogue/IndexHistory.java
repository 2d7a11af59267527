package io.columnseal.catalogue;

import io.columnseal.UnsupportedMappingException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How values were indexed until now, to notice before queries silently miss what was stored, or find it by values that are
 * no longer there. A start checks every index of every column against what is registered, and registers only then.
 * Immutable, safe for use by many threads.
 */
public final class IndexHistory {

    private static final String REBUILD =
            "SealedColumns.of(entityManagerFactory).indexRebuild(dataSource).everyValue().run()";

    private final List<RegisteredColumn> registered;

    /** @param registered what the registry remembers of the application */
    public IndexHistory(List<RegisteredColumn> registered) {
        this.registered = List.copyOf(registered);
    }

    /**
     * Checks one column. An index that is new, gone now or {@linkplain #remedyIfBack back again} is none of this check's
     * business.
     *
     * @param current the column as it is about to be registered
     * @param tables that hold an index's column, as they are written in SQL
     * @throws UnsupportedMappingException if values in one of its index columns were made in another way; the message holds
     *     the statements that put it right
     */
    public void check(RegisteredColumn current, Function<IndexColumn, List<String>> tables) {
        for (IndexColumn index : current.indexes()) {
            for (RegisteredColumn earlier : registered) {
                for (IndexColumn before : earlier.indexes()) {
                    if (isSameIndex(current, index, earlier, before) && !index.matchesValuesOf(before)) {
                        throw changed(current, index, before, tables.apply(index));
                    }
                }
            }
        }
    }

    /**
     * What to do if an index was gone for a while, in which a release without it may have changed values and left their
     * index values as they were. Until it is done, lookups could find rows by values that they no longer have.
     *
     * @return two sentences without the last full stop; empty if the index was there all the time, or never before
     */
    public Optional<String> remedyIfBack(RegisteredColumn current, IndexColumn index) {
        List<RegisteredColumn> marked = registered.stream()
                .filter(earlier ->
                        earlier.goneIndexes().stream().anyMatch(gone -> isBack(current, index, earlier, gone)))
                .toList();
        if (marked.isEmpty()) {
            return Optional.empty();
        }
        List<IndexColumn> gone = marked.stream()
                .flatMap(earlier -> earlier.goneIndexes().stream())
                .toList();
        // This one gets the mark too, when it is registered
        RegisteredColumn own = current.withGone(gone);
        String statements = Stream.concat(
                        marked.stream().filter(earlier -> !earlier.isSameAttributeAs(current)), Stream.of(own))
                .map(column -> statement(
                        column,
                        new IndexColumnsText(column.indexes(), column.goneIndexes()).withNoneGone(current.indexes())))
                .collect(Collectors.joining("; "));
        return Optional.of("Once no node of a release without the index runs any more, rebuild it with "
                + REBUILD
                + " in each of the application's databases. If the reports are complete(), run in the key database: "
                + statements + "; and restart the nodes, one after the other if you like");
    }

    private static boolean isBack(
            RegisteredColumn current, IndexColumn index, RegisteredColumn earlier, IndexColumn gone) {
        return isSameColumn(current, index, earlier, gone)
                || earlier.isSameAttributeAs(current) && gone.column().equals(index.column());
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
        return earlier.isSameAttributeAs(current)
                        && before.name().equals(index.name())
                        && before.isNext() == index.isNext()
                || isSameColumn(current, index, earlier, before);
    }

    private static boolean isSameColumn(
            RegisteredColumn current, IndexColumn index, RegisteredColumn earlier, IndexColumn before) {
        return earlier.table().equals(current.table()) && before.column().equals(index.column());
    }

    private UnsupportedMappingException changed(
            RegisteredColumn column, IndexColumn index, IndexColumn before, List<String> tables) {
        String emptied = tables.stream()
                .map(table -> "update " + table + " set " + index.column() + " = null; ")
                .collect(Collectors.joining());
        String forgotten = registered.stream()
                .filter(earlier ->
                        earlier.indexes().stream().anyMatch(other -> isSameIndex(column, index, earlier, other)))
                .map(earlier -> statement(
                        earlier,
                        new IndexColumnsText(earlier.indexes(), earlier.goneIndexes()).without(before.column())))
                .collect(Collectors.joining("; "));
        return new UnsupportedMappingException(
                column.entity(),
                column.attribute(),
                "the index values in " + column.table() + "." + index.column()
                        + " were made with other normalizers, another extractor or under another name, so queries would miss"
                        + " stored rows: @BlindIndex says otherwise now, or their code changed",
                "Put the normalizers, the extractor and the name back as they were. To change them, stop every node of the"
                        + " application, run in each of its databases: " + emptied + "and in the key database: "
                        + forgotten
                        + "; then start again and rebuild the index with " + REBUILD);
    }

    private static String statement(RegisteredColumn column, IndexColumnsText indexes) {
        return "update columnseal_columns set blind_indexes = " + literal(indexes.write()) + " where application = "
                + literal(column.application()) + " and entity = " + literal(column.entity()) + " and attribute = "
                + literal(column.attribute());
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
