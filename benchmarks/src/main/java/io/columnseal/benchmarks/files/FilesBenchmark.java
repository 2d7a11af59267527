package io.columnseal.benchmarks.files;

import io.columnseal.benchmarks.fork.Fork;
import io.columnseal.benchmarks.fork.Probe;
import io.columnseal.benchmarks.report.BenchmarkRun;
import io.columnseal.benchmarks.report.Findings;
import io.columnseal.benchmarks.report.Progress;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.RunOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code benchmarks/run files}: what sealing and opening a long text costs. */
public final class FilesBenchmark {

    private FilesBenchmark() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Fork.besideOthers();
        BenchmarkRun.start("files", arguments, FilesBenchmark::measure);
    }

    private static Findings measure(RunOptions options, Progress progress) throws Exception {
        List<FileCell> cells = new ArrayList<>();
        for (String operation : FileCell.OPERATIONS) {
            for (Streams contestant : Streams.values()) {
                if (options.includes(contestant.name())) {
                    cells.add(new FileCell(contestant, operation));
                }
            }
        }
        Fork fork = new Fork(5, options.quick() ? 10 : 30);
        Rounds<FileCell> cpu = new Rounds<>();
        Rounds<FileCell> wall = new Rounds<>();
        int rounds = options.roundsOr(9, 2);
        progress.expect(rounds * cells.size());
        for (int round = 0; round < rounds; round++) {
            for (FileCell cell : cells) {
                progress.step("round " + (round + 1) + ": " + cell);
                Fork.Cost cost = fork.measure(new Fork.Call(
                        FileCalls.class,
                        cell.operation(),
                        Map.of("contestant", cell.contestant().name()),
                        1));
                cpu.add(round, cell, cost.cpuNanos());
                wall.add(round, cell, cost.wallNanos());
            }
            // A machine that drifts favours nobody
            Collections.reverse(cells);
        }
        return new FileFindings(cpu, wall, longText(options, progress)).findings();
    }

    /** In a heap of 32 MiB; nothing where only some contestants are to be measured, and not this. */
    private static Optional<LongTextCost> longText(RunOptions options, Progress progress) throws Exception {
        if (!options.includes("long")) {
            return Optional.empty();
        }
        int mebibytes = options.quick() ? 1 << 10 : 10 << 10;
        progress.note("a text of " + mebibytes / 1024 + " GiB in a heap of " + LongTextCost.HEAP_MIB + " MiB");
        try (Probe probe = new Probe(LongText.class, LongTextCost.HEAP_MIB, String.valueOf(mebibytes))) {
            probe.begin();
            double[] result = probe.result();
            return Optional.of(new LongTextCost(mebibytes, result[0], result[1], result[2]));
        }
    }
}
