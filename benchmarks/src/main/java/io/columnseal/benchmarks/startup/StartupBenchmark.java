package io.columnseal.benchmarks.startup;

import io.columnseal.benchmarks.report.BenchmarkRun;
import io.columnseal.benchmarks.report.Findings;
import io.columnseal.benchmarks.report.Progress;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.RunOptions;
import io.columnseal.benchmarks.report.Spread;
import io.columnseal.benchmarks.startup.StartupCell.Phase;
import io.columnseal.benchmarks.startup.StartupProcess.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code benchmarks/run startup}: what encryption adds to the start of an application. */
public final class StartupBenchmark {

    private StartupBenchmark() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        BenchmarkRun.start("startup", arguments, StartupBenchmark::measure);
    }

    private static Findings measure(RunOptions options, Progress progress) throws Exception {
        Path directory = Files.createTempDirectory("columnseal-startup");
        try {
            return measure(options, progress, directory);
        } finally {
            delete(directory);
        }
    }

    private static Findings measure(RunOptions options, Progress progress, Path directory) throws Exception {
        List<Variant> variants = new ArrayList<>(Stream.of(Variant.values())
                .filter(variant -> options.includes(variant.name()))
                .filter(variant -> !options.quick() || variant.present())
                .toList());
        int rounds = options.roundsOr(21, 5);
        int starts = options.quick() ? 2 : 6;
        Rounds<StartupCell> wall = new Rounds<>();
        Rounds<StartupCell> cpu = new Rounds<>();
        Map<Variant, StartupProcess> processes = new LinkedHashMap<>();
        progress.expect(variants.size() * (rounds + 1));
        for (Variant variant : variants) {
            progress.step("preparing " + variant);
            processes.put(variant, new StartupProcess(variant, directory));
        }
        for (int round = 0; round < rounds; round++) {
            for (Variant variant : variants) {
                progress.step("round " + (round + 1) + ": " + variant);
                List<Start> results = processes.get(variant).run(starts);
                List<Start> again = results.subList(1, starts);
                add(wall, cpu, round, new StartupCell(Phase.first, variant), results.subList(0, 1));
                add(wall, cpu, round, new StartupCell(Phase.again, variant), again);
            }
            Collections.reverse(variants);
        }
        return new StartupFindings(wall, cpu).findings();
    }

    private static void add(
            Rounds<StartupCell> wall, Rounds<StartupCell> cpu, int round, StartupCell cell, List<Start> starts) {
        wall.add(
                round,
                cell,
                Spread.median(starts.stream().map(Start::wallMillis).toList()));
        cpu.add(round, cell, Spread.median(starts.stream().map(Start::cpuMillis).toList()));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
