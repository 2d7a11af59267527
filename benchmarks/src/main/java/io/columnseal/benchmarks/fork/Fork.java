package io.columnseal.benchmarks.fork;

import io.columnseal.benchmarks.report.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** Measures a call in a fresh JVM by JMH. */
public final class Fork {

    private final int warmUps;
    private final int iterations;

    /**
     * @param warmUps iterations of 200 ms before those that count
     * @param iterations of 100 ms that count
     */
    public Fork(int warmUps, int iterations) {
        this.warmUps = warmUps;
        this.iterations = iterations;
    }

    /** Other JMH runs on the machine are noise, not a fault: lets this process's forks run beside them. */
    public static void besideOthers() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    /**
     * What to measure.
     *
     * @param benchmarks class of the JMH benchmark
     * @param method its method
     * @param parameters values of its parameters
     * @param threads that do it at once
     */
    public record Call(Class<?> benchmarks, String method, Map<String, String> parameters, int threads) {}

    /**
     * What an operation took.
     *
     * @param cpuNanos of the process
     * @param wallNanos as one thread sees it, median of the iterations: bursts of others drop out
     */
    public record Cost(double cpuNanos, double wallNanos) {}

    /** @throws RunnerException if the benchmark fails */
    public Cost measure(Call call) throws RunnerException {
        double cpuNanos = 0;
        double operations = 0;
        List<Double> wallNanos = new ArrayList<>();
        for (RunResult result : new Runner(optionsFor(call).build()).run()) {
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

    private ChainedOptionsBuilder optionsFor(Call call) {
        String method = call.benchmarks().getName() + "." + call.method();
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(method) + "$")
                .threads(call.threads())
                .forks(1)
                .addProfiler(CpuTime.class)
                .warmupIterations(warmUps)
                .warmupTime(TimeValue.milliseconds(200))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(100))
                // Compiling in the foreground makes the warm-up the same however busy the machine is
                .jvmArgs("-Xms1g", "-Xmx1g", "-Xbatch")
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        call.parameters().forEach(options::param);
        return options;
    }
}
