package io.columnseal.benchmarks.field;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Repeats an operation until the compiler has nothing more to say about it, measured in CPU time of the thread: JMH's
 * own warm-up, by the clock, is too short on a busy machine and too long on a quiet one. Wants a JVM that compiles in the
 * foreground ({@code -Xbatch}).
 */
final class WarmUp {

    private static final Duration WINDOW = Duration.ofMillis(250);
    private static final Duration AT_MOST = Duration.ofSeconds(6);
    private static final int QUIET_WINDOWS = 2;
    private static final long QUIET_COMPILER_MILLIS = 15;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();

    void run(Callable<?> operation) throws Exception {
        long end = threads.getCurrentThreadCpuTime() + AT_MOST.toNanos();
        int quietWindows = 0;
        while (quietWindows < QUIET_WINDOWS && threads.getCurrentThreadCpuTime() < end) {
            long compiledBefore = compiler.getTotalCompilationTime();
            repeat(operation);
            boolean quiet = compiler.getTotalCompilationTime() - compiledBefore < QUIET_COMPILER_MILLIS;
            quietWindows = quiet ? quietWindows + 1 : 0;
        }
    }

    private void repeat(Callable<?> operation) throws Exception {
        long end = threads.getCurrentThreadCpuTime() + WINDOW.toNanos();
        while (threads.getCurrentThreadCpuTime() < end) {
            for (int i = 0; i < 100; i++) {
                operation.call();
            }
        }
    }
}
