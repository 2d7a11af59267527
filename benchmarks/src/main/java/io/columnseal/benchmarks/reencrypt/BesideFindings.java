package io.columnseal.benchmarks.reencrypt;

import io.columnseal.benchmarks.report.Findings;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.Row;
import io.columnseal.benchmarks.report.Table;
import io.columnseal.benchmarks.report.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tables and targets of what a run does to others, and takes: latency of an application, heap, nodes. */
final class BesideFindings {

    /** Quantiles that are shown, in a hundred. */
    static final List<Integer> PERCENTILES = List.of(50, 99);

    private static final double LATENCY_LIMIT = 1.2;
    private static final double HEAP_LIMIT = 1.2;

    static final List<String> METHOD = List.of(
            "Latency: " + WriteLatency.THREADS + " threads of the same JVM each write " + WriteLatency.WRITES_PER_SECOND
                    + " times a second, evenly: a text sealed, one row updated by its key, committed. In a round they do so"
                    + " once alone and once while a run with rowsPerSecond = " + WriteLatency.ROWS_PER_SECOND
                    + " moves values, every other round the other way round; a write that had to wait for the one before"
                    + " counts from when it was due. The count at the run's beginning, which no throttle slows, is over by"
                    + " then.",
            "Heap: a JVM with -Xmx" + SharedRounds.HEAP_MIB
                    + "m, which would fail if it needed more, with all settings at"
                    + " their defaults, Hibernate and two pools beside the run. The live heap is the most of 20"
                    + " collections, spread over the table.",
            "Nodes: each in a fresh JVM, all on the machine of the database, whose processors they share. Timed from when"
                    + " all stand by to the end of the last one, its count included.");

    private final Rounds<Write> latency = new Rounds<>();
    private final Rounds<Integer> heap = new Rounds<>();
    private final Rounds<Integer> heapSpeed = new Rounds<>();
    private final Rounds<Integer> nodes = new Rounds<>();

    /** Takes milliseconds. */
    Rounds<Write> latency() {
        return latency;
    }

    /** Takes MiB, by the number of rows. */
    Rounds<Integer> heap() {
        return heap;
    }

    /** Takes rows per second, by the number of rows. */
    Rounds<Integer> heapSpeed() {
        return heapSpeed;
    }

    /** Takes rows per second, by the number of nodes. */
    Rounds<Integer> nodes() {
        return nodes;
    }

    Findings findings() {
        List<Table> tables = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        if (!latency.cells().isEmpty()) {
            tables.add(latencies());
            Write beside = new Write(true, 99);
            targets.addAll(Target.atMost(
                    "PostgreSQL, application beside a throttled run: p99 of writes over that without",
                    LATENCY_LIMIT,
                    latency.ratio(beside, beside.alone())));
        }
        if (!heap.cells().isEmpty()) {
            tables.add(heaps());
            List<Integer> sizes = heap.cells();
            int most = sizes.get(sizes.size() - 1);
            targets.addAll(Target.atMost(
                    String.format(
                            Locale.ROOT,
                            "PostgreSQL, heap of %d MiB: live heap of %,d rows over that of %,d",
                            SharedRounds.HEAP_MIB,
                            most,
                            sizes.get(0)),
                    HEAP_LIMIT,
                    heap.ratio(most, sizes.get(0))));
        }
        if (!nodes.cells().isEmpty()) {
            tables.add(speeds());
        }
        return new Findings(METHOD, tables, targets, List.of());
    }

    private Table latencies() {
        List<Row> rows = List.of(false, true).stream()
                .map(beside -> {
                    Row.Builder row = Row.of("application", beside ? "beside a throttled run" : "alone");
                    for (int percent : PERCENTILES) {
                        Write write = new Write(beside, percent);
                        row.value("p" + percent + " ms", latency.of(write))
                                .value("p" + percent + " over alone", latency.ratio(write, write.alone()));
                    }
                    return row.build();
                })
                .toList();
        return new Table("PostgreSQL, writes of an application", rows);
    }

    private Table heaps() {
        List<Row> rows = heap.cells().stream()
                .map(size -> Row.of("rows", String.format(Locale.ROOT, "%,d", size))
                        .value("live heap MiB", heap.of(size))
                        .value("rows/s", heapSpeed.of(size))
                        .build())
                .toList();
        return new Table("PostgreSQL, a heap of " + SharedRounds.HEAP_MIB + " MiB, five values in each row", rows);
    }

    private Table speeds() {
        List<Row> rows = nodes.cells().stream()
                .sorted()
                .map(count -> Row.of("nodes", String.valueOf(count))
                        .value("rows/s", nodes.of(count))
                        .value("over one node", nodes.ratio(count, 1))
                        .build())
                .toList();
        return new Table("PostgreSQL, nodes that share a run", rows);
    }

    /**
     * A quantile of an application's writes.
     *
     * @param beside whether a run was at work
     * @param percent so many of a hundred writes were no slower
     */
    record Write(boolean beside, int percent) {

        Write alone() {
            return new Write(false, percent);
        }
    }
}
