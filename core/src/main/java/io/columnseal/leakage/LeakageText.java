package io.columnseal.leakage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a report for people: aligned columns, then what was found, with what to do. */
final class LeakageText {

    private static final List<String> TITLES =
            List.of("index", "rows", "tenants", "worst tenant", "its rows", "values", "most frequent", "entropy bits");

    /** Names are aligned left, numbers right. */
    private static final List<Integer> NAMES = List.of(0, 3);

    private LeakageText() {}

    static String of(LeakageReport report) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(TITLES);
        report.indexes().forEach(index -> lines.add(line(index)));
        int[] widths = new int[TITLES.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> append(text, line, widths));
        report.findings().forEach(finding -> append(text, finding));
        return text.toString();
    }

    private static List<String> line(IndexLeakage index) {
        TenantFigures worst = index.worst();
        String tenants = index.byTenant() ? number("%,d", index.tenants()) : "all as one";
        if (worst == null) {
            return List.of(index.place(), "0", tenants, "", "", "", "", "");
        }
        return List.of(
                index.place(),
                number("%,d", index.rows()),
                tenants,
                worst.tenant() == null ? "" : worst.tenant(),
                number("%,d", worst.rows()),
                number("%,d", worst.values()),
                number("%.1f %%", worst.largestShare() * 100),
                number("%.1f of %.1f", worst.entropyBits(), worst.mostEntropyBits()));
    }

    private static void append(StringBuilder text, List<String> line, int[] widths) {
        StringBuilder padded = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String spaces = " ".repeat(widths[i] - line.get(i).length());
            padded.append(i == 0 ? "" : "  ");
            padded.append(NAMES.contains(i) ? line.get(i) + spaces : spaces + line.get(i));
        }
        text.append(padded.toString().stripTrailing()).append('\n');
    }

    private static void append(StringBuilder text, LeakageFinding finding) {
        text.append("- ").append(finding.kind()).append(": ").append(finding.attribute());
        text.append(" (").append(finding.column()).append(")\n  ");
        text.append(finding.problem()).append(".\n  ").append(finding.remedy()).append(".\n");
    }

    private static String number(String format, Object... numbers) {
        return String.format(Locale.ROOT, format, numbers);
    }
}
