package io.columnseal.benchmarks.field;

import io.columnseal.benchmarks.fork.Fork;
import io.columnseal.benchmarks.report.BenchmarkRun;
import io.columnseal.benchmarks.report.Findings;
import io.columnseal.benchmarks.report.Progress;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.RunOptions;

/** {@code benchmarks/run field}: what sealing and opening one value costs. */
public final class FieldBenchmark {

    private FieldBenchmark() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        Fork.besideOthers();
        BenchmarkRun.start("field", arguments, FieldBenchmark::measure);
    }

    private static Findings measure(RunOptions options, Progress progress) throws Exception {
        FieldPlan plan = new FieldPlan(options);
        FieldFork fork = new FieldFork(options.quick());
        Rounds<FieldCell> cpu = new Rounds<>();
        Rounds<FieldCell> wall = new Rounds<>();
        progress.expect(plan.forks());
        for (int round = 0; round < plan.rounds(); round++) {
            for (FieldCell cell : plan.cellsOf(round)) {
                progress.step("round " + (round + 1) + ": " + cell);
                Fork.Cost cost = fork.measure(cell);
                cpu.add(round, cell, cost.cpuNanos());
                wall.add(round, cell, cost.wallNanos());
            }
        }
        return new FieldFindings(cpu, wall).findings();
    }
}
