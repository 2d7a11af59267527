package io.columnseal.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Records that all have the same fields: a table for people, an array of objects for scripts. */
final class Listing {

    private static final JsonMapper JSON = new JsonMapper();

    private final List<String> fields;
    private final int shown;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    /**
     * Begins without a record.
     *
     * @param shown how many fields the table has; scripts get all
     * @param fields names in JSON, frozen by the scripts that read them
     */
    Listing(int shown, String... fields) {
        this.shown = shown;
        this.fields = List.of(fields);
    }

    /** Adds a record: numbers and booleans stay what they are, all else becomes its text. */
    Listing add(@Nullable Object... values) {
        if (values.length != fields.size()) {
            throw new IllegalArgumentException("a record has " + fields.size() + " fields");
        }
        List<@Nullable Object> row = new ArrayList<>();
        for (Object value : values) {
            row.add(value == null || value instanceof Number || value instanceof Boolean ? value : value.toString());
        }
        rows.add(row);
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(records()));
        } else {
            printTable(out);
        }
        out.flush();
    }

    private List<Map<String, @Nullable Object>> records() {
        return rows.stream().map(this::record).toList();
    }

    private Map<String, @Nullable Object> record(List<@Nullable Object> row) {
        Map<String, @Nullable Object> record = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            record.put(fields.get(i), row.get(i));
        }
        return record;
    }

    private void printTable(PrintWriter out) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(fields.subList(0, shown).stream().map(Listing::title).toList());
        for (List<@Nullable Object> row : rows) {
            lines.add(row.subList(0, shown).stream()
                    .map(value -> value == null ? "" : Terminal.printable(value.toString()))
                    .toList());
        }
        int[] widths = new int[shown];
        lines.forEach(line -> {
            for (int i = 0; i < shown; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        });
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < shown; i++) {
                text.append(line.get(i))
                        .append(" ".repeat(widths[i] - line.get(i).length() + 2));
            }
            out.println(text.toString().stripTrailing());
        }
    }

    /** {@code createdAt} is CREATED AT. */
    private static String title(String field) {
        return field.replaceAll("([a-z])([A-Z])", "$1 $2").toUpperCase(Locale.ROOT);
    }
}
