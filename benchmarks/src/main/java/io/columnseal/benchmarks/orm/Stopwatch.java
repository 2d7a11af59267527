package io.columnseal.benchmarks.orm;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Wall time and CPU time of the calling thread. */
final class Stopwatch {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private long wallNanos;
    private long cpuNanos;

    private Stopwatch() {}

    static Stopwatch started() {
        Stopwatch stopwatch = new Stopwatch();
        stopwatch.restart();
        return stopwatch;
    }

    void restart() {
        cpuNanos = THREADS.getCurrentThreadCpuTime();
        wallNanos = System.nanoTime();
    }

    Stopwatch stopped() {
        wallNanos = System.nanoTime() - wallNanos;
        cpuNanos = THREADS.getCurrentThreadCpuTime() - cpuNanos;
        return this;
    }

    double wallMicros() {
        return wallNanos / 1e3;
    }

    double cpuMicros() {
        return cpuNanos / 1e3;
    }
}
