package io.columnseal.benchmarks.reencrypt;

import io.columnseal.benchmarks.fork.LiveHeap;
import io.columnseal.benchmarks.fork.Probe;
import io.columnseal.reencrypt.ReencryptionReport;
import java.util.concurrent.atomic.AtomicLong;

/** A program that moves the values of {@link SharedCharts}, alone or with others, and tells how many, and its live heap. */
public final class ReencryptNode {

    private static final int LOOKS = 20;

    private ReencryptNode() {}

    /** @param arguments the table's URL, and how many values it has if its heap is to be looked at, otherwise 0 */
    public static void main(String[] arguments) throws Exception {
        long values = Long.parseLong(arguments[1]);
        LiveHeap heap = new LiveHeap();
        AtomicLong nextLook = new AtomicLong(values == 0 ? Long.MAX_VALUE : 0);
        try (SharedCharts charts = SharedCharts.at(arguments[0])) {
            Probe.standBy();
            long moved = charts.run()
                    .backOff(false)
                    .listener(progress -> {
                        if (progress.rowsDone() >= nextLook.get()) {
                            heap.look();
                            nextLook.addAndGet(values / LOOKS);
                        }
                    })
                    .share()
                    .map(ReencryptionReport::reencrypted)
                    .orElse(0L);
            Probe.result(moved, heap.most());
        }
    }
}
