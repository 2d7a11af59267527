package io.columnseal.benchmarks.startup;

import io.columnseal.benchmarks.report.Findings;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.Row;
import io.columnseal.benchmarks.report.Table;
import io.columnseal.benchmarks.report.Target;
import io.columnseal.benchmarks.startup.StartupCell.Phase;
import java.util.Comparator;
import java.util.List;

/** Table and target from measured milliseconds. */
final class StartupFindings {

    private static final double LIMIT = 1.05;

    private static final List<String> METHOD = List.of(
            "An EntityManagerFactory over 400 generated entities of 12 attributes and an association each, 60 of the"
                    + " attributes @Encrypted or none; the tables exist, in an H2 file; start-up checks the length of"
                    + " encrypted columns (the default). The clock runs while the factory is made; driver, pool and"
                    + " ColumnSeal were there before.",
            "Every round starts each variant in a fresh JVM (heap 1 GiB), one right after the other, every other round"
                    + " in the opposite order; ratios are formed within a round. In the same JVM the start is then"
                    + " repeated; of the repetitions the middle one counts. Shown are medians (and quartiles) over the"
                    + " rounds.",
            "CPU is that of the whole process while the factory starts, compiler and collector included.");

    private final Rounds<StartupCell> wall;
    private final Rounds<StartupCell> cpu;

    StartupFindings(Rounds<StartupCell> wall, Rounds<StartupCell> cpu) {
        this.wall = wall;
        this.cpu = cpu;
    }

    Findings findings() {
        List<Row> rows = wall.cells().stream()
                .sorted(Comparator.comparing(StartupCell::phase).thenComparing(StartupCell::variant))
                .map(cell -> Row.of("start", cell.phase().title())
                        .label("entities", cell.variant().title())
                        .value("ms", wall.of(cell))
                        .value("over none encrypted", wall.ratio(cell, cell.of(Variant.plain)))
                        .value("CPU ms", cpu.of(cell))
                        .value("CPU over none encrypted", cpu.ratio(cell, cell.of(Variant.plain)))
                        .build())
                .toList();
        StartupCell ours = new StartupCell(Phase.first, Variant.encrypted);
        List<Target> targets = Target.atMost(
                "factory start with 60 encrypted attributes: time over none encrypted",
                LIMIT,
                wall.ratio(ours, ours.of(Variant.plain)));
        return new Findings(METHOD, List.of(new Table("Start of a factory", rows)), targets, List.of());
    }
}
