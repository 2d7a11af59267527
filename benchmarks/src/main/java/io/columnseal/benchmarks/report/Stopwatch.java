package io.columnseal.benchmarks.report;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Wall time and CPU time of the calling thread. */
public final class Stopwatch {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private long wallNanos;
    private long cpuNanos;

    private Stopwatch() {}

    public static Stopwatch started() {
        Stopwatch stopwatch = new Stopwatch();
        stopwatch.restart();
        return stopwatch;
    }

    public void restart() {
        cpuNanos = THREADS.getCurrentThreadCpuTime();
        wallNanos = System.nanoTime();
    }

    public Stopwatch stopped() {
        wallNanos = System.nanoTime() - wallNanos;
        cpuNanos = THREADS.getCurrentThreadCpuTime() - cpuNanos;
        return this;
    }

    public double wallMicros() {
        return wallNanos / 1e3;
    }

    public double cpuMicros() {
        return cpuNanos / 1e3;
    }
}
