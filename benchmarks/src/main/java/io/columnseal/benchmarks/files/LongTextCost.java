package io.columnseal.benchmarks.files;

import io.columnseal.benchmarks.report.Row;
import io.columnseal.benchmarks.report.Spread;
import io.columnseal.benchmarks.report.Table;
import io.columnseal.benchmarks.report.Target;
import java.util.List;
import java.util.Optional;

/**
 * What a text cost that is longer than any heap.
 *
 * @param mebibytes its length
 * @param sealSeconds sealing it
 * @param openSeconds sealing it and opening that at the same time
 * @param liveHeapMib the most that was in use after a collection
 */
record LongTextCost(int mebibytes, double sealSeconds, double openSeconds, double liveHeapMib) {

    static final int HEAP_MIB = 32;

    Table table() {
        String title = mebibytes / 1024 + " GiB in a heap of " + HEAP_MIB + " MiB";
        return new Table(
                title, List.of(row("sealed", sealSeconds), row("sealed and opened through a pipe", openSeconds)));
    }

    private Row row(String what, double seconds) {
        return Row.of("text", what)
                .value("MB/s", one(mebibytes * (double) (1 << 20) / 1e6 / seconds))
                .value("live heap MiB", one(liveHeapMib))
                .build();
    }

    List<Target> targets() {
        return Target.atMost(mebibytes / 1024 + " GiB sealed and opened: MiB of the heap", HEAP_MIB, one(liveHeapMib));
    }

    private static Optional<Spread> one(double value) {
        return Optional.of(Spread.of(List.of(value)));
    }
}
