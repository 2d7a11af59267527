package io.columnseal.benchmarks.fork;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Records the CPU time of the whole process, collector and compiler included, beside JMH's wall time: it does not count
 * the time in which the machine worked for somebody else. The JVM tells it in steps of 10 ms, so only sums over a fork
 * mean something.
 */
public final class CpuTime implements InternalProfiler {

    static final String NANOS = "cpu.nanos";
    static final String OPERATIONS = "cpu.operations";

    private final OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private long before;

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = process.getProcessCpuTime();
    }

    @Override
    public Collection<ScalarResult> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        long nanos = process.getProcessCpuTime() - before;
        long operations = result.getMetadata().getAllOps();
        return List.of(
                new ScalarResult(NANOS, nanos, "ns", AggregationPolicy.SUM),
                new ScalarResult(OPERATIONS, operations, "ops", AggregationPolicy.SUM));
    }

    @Override
    public String getDescription() {
        return "CPU time of the process";
    }
}
