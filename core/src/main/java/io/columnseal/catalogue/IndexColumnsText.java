package io.columnseal.catalogue;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Columns of index values as the registry stores them: a line for each, with bits, fingerprint, name and column between
 * colons. Frozen by stored data.
 */
final class IndexColumnsText {

    private static final int PARTS = 4;

    private IndexColumnsText() {}

    static String write(List<IndexColumn> indexes) {
        return indexes.stream()
                .map(index -> index.bits() + ":" + index.fingerprint() + ":" + index.name() + ":" + index.column())
                .collect(Collectors.joining("\n"));
    }

    /** @throws IllegalArgumentException if the text was edited */
    static List<IndexColumn> read(String text) {
        return text.isEmpty()
                ? List.of()
                : text.lines().map(IndexColumnsText::index).toList();
    }

    private static IndexColumn index(String line) {
        String[] parts = line.split(":", PARTS);
        if (parts.length < PARTS) {
            throw new IllegalArgumentException("not an index");
        }
        return new IndexColumn(parts[2], parts[3], parts[1], Integer.parseInt(parts[0]));
    }
}
