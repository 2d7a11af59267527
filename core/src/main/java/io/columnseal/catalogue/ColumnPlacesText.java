package io.columnseal.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Places as the registry stores them: a line for each, table and column with a tab between. Frozen by stored data. */
final class ColumnPlacesText {

    private static final char SEPARATOR = '\t';

    private ColumnPlacesText() {}

    static String write(List<ColumnPlace> places) {
        return places.stream()
                .map(place -> place.table() + SEPARATOR + place.column())
                .collect(Collectors.joining("\n"));
    }

    /** @throws IllegalArgumentException if the text was edited */
    static List<ColumnPlace> read(String text) {
        List<ColumnPlace> places = new ArrayList<>();
        for (String line : text.isEmpty() ? List.<String>of() : text.lines().toList()) {
            int end = line.indexOf(SEPARATOR);
            if (end < 0) {
                throw new IllegalArgumentException("not a place");
            }
            places.add(new ColumnPlace(line.substring(0, end), line.substring(end + 1)));
        }
        return places;
    }
}
