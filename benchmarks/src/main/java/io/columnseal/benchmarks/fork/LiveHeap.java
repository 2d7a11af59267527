package io.columnseal.benchmarks.fork;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** How much of the heap is in use right after a collection, at most. Collects, so not for what is timed closely. */
public final class LiveHeap {

    private static final double MIB = 1 << 20;

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private double most;

    /** Collects and looks. */
    public void look() {
        memory.gc();
        most = Math.max(most, memory.getHeapMemoryUsage().getUsed() / MIB);
    }

    /** The most that was seen, in MiB. */
    public double most() {
        return most;
    }
}
