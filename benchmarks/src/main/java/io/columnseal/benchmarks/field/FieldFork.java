package io.columnseal.benchmarks.field;

import io.columnseal.benchmarks.report.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures a cell in a fresh JVM by JMH. */
final class FieldFork {

    private final int iterations;

    FieldFork(boolean quick) {
        iterations = quick ? 6 : 15;
    }

    /**
     * What an operation took.
     *
     * @param cpuNanos of the process
     * @param wallNanos as one thread sees it, median of the iterations: bursts of others drop out
     */
    record Cost(double cpuNanos, double wallNanos) {}

    Cost measure(FieldCell cell) throws RunnerException {
        double cpuNanos = 0;
        double operations = 0;
        List<Double> wallNanos = new ArrayList<>();
        for (RunResult result : new Runner(optionsFor(cell).build()).run()) {
            for (BenchmarkResult fork : result.getBenchmarkResults()) {
                for (IterationResult iteration : fork.getIterationResults()) {
                    wallNanos.add(iteration.getPrimaryResult().getScore());
                    cpuNanos +=
                            iteration.getSecondaryResults().get(CpuTime.NANOS).getScore();
                    operations += iteration
                            .getSecondaryResults()
                            .get(CpuTime.OPERATIONS)
                            .getScore();
                }
            }
        }
        return new Cost(cpuNanos / operations, Spread.median(wallNanos));
    }

    private ChainedOptionsBuilder optionsFor(FieldCell cell) {
        boolean control = cell.contestant().equals(FieldCell.CONTROL);
        String method = (control ? ControlLoop.class : FieldCalls.class).getName() + "." + cell.operation();
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(method) + "$")
                .threads(cell.threads())
                .forks(1)
                .addProfiler(CpuTime.class)
                .warmupIterations(2)
                .warmupTime(TimeValue.milliseconds(200))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(100))
                // Compiling in the foreground makes the warm-up the same however busy the machine is
                .jvmArgs("-Xms1g", "-Xmx1g", "-Xbatch")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        if (!control) {
            options.param("contestant", cell.contestant())
                    .param("sizeBytes", Integer.toString(cell.sizeBytes()))
                    .param("tenants", Integer.toString(cell.tenants()));
        }
        return options;
    }
}
