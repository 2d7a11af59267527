package io.columnseal.benchmarks.files;

import io.columnseal.benchmarks.fork.Fork;
import io.columnseal.benchmarks.report.BenchmarkRun;
import io.columnseal.benchmarks.report.Findings;
import io.columnseal.benchmarks.report.Progress;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.RunOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

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
        return new FileFindings(cpu, wall).findings();
    }
}
