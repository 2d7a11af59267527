package io.columnseal.catalogue;

import io.columnseal.Uniqueness;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Columns of index values as the registry stores them: a line for each, with bits, fingerprint, name and column between
 * colons; {@code CURRENT:} or {@code NEXT:} in front of those of a unique index, and {@code gone:} in front of that if
 * nothing writes it any more. Frozen by stored data.
 */
record IndexColumnsText(List<IndexColumn> indexes, List<IndexColumn> gone) {

    private static final String GONE = "gone:";
    private static final String SEPARATOR = ":";
    private static final int PARTS = 4;

    IndexColumnsText {
        indexes = List.copyOf(indexes);
        gone = List.copyOf(gone);
    }

    String write() {
        return Stream.concat(
                        indexes.stream().map(IndexColumnsText::line),
                        gone.stream().map(index -> GONE + line(index)))
                .collect(Collectors.joining("\n"));
    }

    /** Without whatever it says of a column. */
    IndexColumnsText without(String column) {
        return new IndexColumnsText(without(indexes, column), without(gone, column));
    }

    /** The same with none of these gone, all of which a rebuild makes anew. */
    IndexColumnsText withNoneGone(List<IndexColumn> rebuilt) {
        return new IndexColumnsText(
                indexes,
                gone.stream()
                        .filter(index -> rebuilt.stream()
                                .noneMatch(other -> other.column().equals(index.column())))
                        .toList());
    }

    /** @throws IllegalArgumentException if the text was edited */
    static IndexColumnsText read(String text) {
        List<IndexColumn> indexes = new ArrayList<>();
        List<IndexColumn> gone = new ArrayList<>();
        for (String line : text.isEmpty() ? List.<String>of() : text.lines().toList()) {
            if (line.startsWith(GONE)) {
                gone.add(index(line.substring(GONE.length())));
            } else {
                indexes.add(index(line));
            }
        }
        return new IndexColumnsText(indexes, gone);
    }

    private static List<IndexColumn> without(List<IndexColumn> indexes, String column) {
        return indexes.stream().filter(index -> !index.column().equals(column)).toList();
    }

    private static String line(IndexColumn index) {
        String uniqueness = index.uniqueness() == Uniqueness.NONE ? "" : index.uniqueness() + SEPARATOR;
        return uniqueness
                + String.join(
                        SEPARATOR, Integer.toString(index.bits()), index.fingerprint(), index.name(), index.column());
    }

    private static IndexColumn index(String line) {
        for (Uniqueness uniqueness : List.of(Uniqueness.CURRENT, Uniqueness.NEXT)) {
            if (line.startsWith(uniqueness + SEPARATOR)) {
                return index(line.substring(uniqueness.name().length() + SEPARATOR.length()), uniqueness);
            }
        }
        return index(line, Uniqueness.NONE);
    }

    private static IndexColumn index(String line, Uniqueness uniqueness) {
        String[] parts = line.split(SEPARATOR, PARTS);
        if (parts.length < PARTS) {
            throw new IllegalArgumentException("not an index");
        }
        return new IndexColumn(parts[2], parts[3], parts[1], Integer.parseInt(parts[0]), uniqueness);
    }
}
