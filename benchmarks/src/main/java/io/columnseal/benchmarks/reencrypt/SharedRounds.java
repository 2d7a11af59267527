package io.columnseal.benchmarks.reencrypt;

import io.columnseal.benchmarks.fork.Probe;
import io.columnseal.benchmarks.report.Progress;
import io.columnseal.benchmarks.report.Rounds;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs of JVMs that share a table: how their number and the table's size tell. */
final class SharedRounds {

    static final int HEAP_MIB = 64;
    private static final int NODE_HEAP_MIB = 512;
    private static final int VALUES_OF_A_ROW = 5;
    private static final double NANOS_PER_SECOND = 1e9;

    private final SharedCharts charts;
    private final Progress progress;

    SharedRounds(SharedCharts charts, Progress progress) {
        this.charts = charts;
        this.progress = progress;
    }

    /** The live heap in MiB of one node with a small heap, by the number of rows, and its rows per second. */
    void heap(int rows, Rounds<Integer> live, Rounds<Integer> speed) throws IOException, SQLException {
        progress.note("a heap of " + HEAP_MIB + " MiB: filling " + rows + " rows");
        charts.fill(rows);
        charts.prepare();
        try (Probe node = node(HEAP_MIB, (long) rows * VALUES_OF_A_ROW)) {
            long startedAt = begin(List.of(node));
            double[] result = node.result();
            speed.add(0, rows, rows / ((System.nanoTime() - startedAt) / NANOS_PER_SECOND));
            live.add(0, rows, result[1]);
        }
        requireMoved();
    }

    /** Rows per second of so many nodes, each in its own JVM. */
    void nodes(int round, int nodes, int rows, Rounds<Integer> speed) throws IOException, SQLException {
        charts.prepare();
        List<Probe> probes = new ArrayList<>();
        try {
            for (int i = 0; i < nodes; i++) {
                probes.add(node(NODE_HEAP_MIB, 0));
            }
            long startedAt = begin(probes);
            for (Probe probe : probes) {
                probe.result();
            }
            speed.add(round, nodes, rows / ((System.nanoTime() - startedAt) / NANOS_PER_SECOND));
        } finally {
            probes.forEach(Probe::close);
        }
        requireMoved();
    }

    private Probe node(int heapMib, long values) throws IOException {
        return new Probe(ReencryptNode.class, heapMib, charts.url(), String.valueOf(values));
    }

    private long begin(List<Probe> probes) throws IOException {
        charts.run().begin();
        long startedAt = System.nanoTime();
        for (Probe probe : probes) {
            probe.begin();
        }
        return startedAt;
    }

    private void requireMoved() {
        long left = charts.stale();
        if (left != 0) {
            throw new IllegalStateException("nodes left " + left + " values");
        }
    }
}
