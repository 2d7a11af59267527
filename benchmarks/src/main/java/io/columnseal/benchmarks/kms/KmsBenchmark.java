package io.columnseal.benchmarks.kms;

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

/** {@code benchmarks/run kms}: what our code adds to a call of the SDK. */
public final class KmsBenchmark {

    private KmsBenchmark() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Fork.besideOthers();
        BenchmarkRun.start("kms", arguments, KmsBenchmark::measure);
    }

    private static Findings measure(RunOptions options, Progress progress) throws Exception {
        List<KmsCell> cells = new ArrayList<>();
        for (Services service : Services.values()) {
            for (String operation : KmsCell.OPERATIONS) {
                for (Callers caller : Callers.values()) {
                    if (options.includes(caller.name())) {
                        cells.add(new KmsCell(caller, operation, service));
                    }
                }
            }
        }
        Fork fork = new Fork(options.quick() ? 5 : 15, options.quick() ? 10 : 30);
        Rounds<KmsCell> cpu = new Rounds<>();
        Rounds<KmsCell> wall = new Rounds<>();
        int rounds = options.roundsOr(9, 2);
        progress.expect(rounds * cells.size());
        for (int round = 0; round < rounds; round++) {
            for (KmsCell cell : cells) {
                progress.step("round " + (round + 1) + ": " + cell);
                Fork.Cost cost = fork.measure(new Fork.Call(
                        KmsCalls.class,
                        cell.operation(),
                        Map.of(
                                "caller", cell.caller().name(),
                                "service", cell.service().name()),
                        1));
                cpu.add(round, cell, cost.cpuNanos());
                wall.add(round, cell, cost.wallNanos());
            }
            // A machine that drifts favours nobody
            Collections.reverse(cells);
        }
        return new KmsFindings(cpu, wall).findings();
    }
}
