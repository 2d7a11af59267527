package io.columnseal.benchmarks.report;

import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes a report as Markdown whose tables are aligned, so that they read well on a console too. */
final class Markdown {

    private final StringBuilder text = new StringBuilder();

    private Markdown() {}

    static String of(Report report) {
        Markdown markdown = new Markdown();
        markdown.head(report);
        report.tables().forEach(markdown::table);
        markdown.targets("Targets", report.targets());
        markdown.targets("Stretch targets", report.stretch());
        return markdown.text.toString();
    }

    private void head(Report report) {
        Machine machine = report.machine();
        text.append("## `").append(report.name()).append('`');
        text.append(report.quick() ? " (quick: a rough answer)\n\n" : "\n\n");
        text.append(String.format(
                Locale.ROOT,
                "%s, %d cores, %d MiB, %s. JDK %s. Started %s, took %d s, load average before it %.2f.%n%n",
                machine.cpu(),
                machine.cores(),
                machine.memoryMiB(),
                machine.os(),
                report.jdk(),
                report.started(),
                report.seconds(),
                report.loadBefore()));
        report.method().forEach(sentence -> text.append("- ").append(sentence).append('\n'));
        text.append('\n');
    }

    private void table(Table table) {
        Set<String> labels = new LinkedHashSet<>();
        Set<String> values = new LinkedHashSet<>();
        table.rows().forEach(row -> {
            labels.addAll(row.labels().keySet());
            values.addAll(row.values().keySet());
        });
        List<List<String>> lines = new ArrayList<>();
        List<String> titles = new ArrayList<>(labels);
        titles.addAll(values);
        titles.add("rounds");
        lines.add(titles);
        for (Row row : table.rows()) {
            List<String> line = new ArrayList<>();
            labels.forEach(label -> line.add(row.labels().getOrDefault(label, "")));
            for (String title : values) {
                Spread spread = row.values().get(title);
                line.add(spread == null ? "" : withSpread(spread.median(), spread.low(), spread.high()));
            }
            line.add(rounds(row));
            lines.add(line);
        }
        text.append("### ").append(table.title()).append("\n\n");
        aligned(lines, labels.size());
    }

    /** From how many values the least of a row's spreads was formed. */
    private static String rounds(Row row) {
        IntSummaryStatistics samples =
                row.values().values().stream().mapToInt(Spread::samples).summaryStatistics();
        return samples.getCount() == 0 ? "" : String.valueOf(samples.getMin());
    }

    private void targets(String title, List<Target> targets) {
        if (targets.isEmpty()) {
            return;
        }
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("what", "target", "measured", "met"));
        for (Target target : targets) {
            lines.add(List.of(
                    target.name(),
                    target.target(),
                    withSpread(target.measured(), target.low(), target.high()),
                    (target.met() ? "yes" : "**no**") + (target.toldApart() ? "" : ", not told apart")));
        }
        text.append("### ").append(title).append("\n\n");
        aligned(lines, 2);
    }

    /** The columns from {@code leftColumns} on are aligned right. */
    private void aligned(List<List<String>> lines, int leftColumns) {
        int columns = lines.get(0).size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        }
        line(lines.get(0), widths, leftColumns);
        for (int column = 0; column < columns; column++) {
            text.append(column < leftColumns ? "|-" : "| ").append("-".repeat(widths[column]));
            text.append(column < leftColumns ? "-" : ":");
        }
        text.append("|\n");
        lines.subList(1, lines.size()).forEach(cells -> line(cells, widths, leftColumns));
        text.append('\n');
    }

    private void line(List<String> cells, int[] widths, int leftColumns) {
        for (int column = 0; column < cells.size(); column++) {
            String padding = " ".repeat(widths[column] - cells.get(column).length());
            text.append("| ");
            text.append(column < leftColumns ? cells.get(column) + padding : padding + cells.get(column));
            text.append(' ');
        }
        text.append("|\n");
    }

    private static String withSpread(double median, double low, double high) {
        return number(median) + " (" + number(low) + ".." + number(high) + ")";
    }

    /** Three digits that count, never an exponent. */
    private static String number(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
