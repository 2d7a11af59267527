package io.columnseal.benchmarks.search;

import io.columnseal.benchmarks.fork.Fork;
import io.columnseal.benchmarks.report.Progress;
import io.columnseal.benchmarks.report.Rounds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** Runs the calls without a database, every other round in the opposite order. */
final class IndexRounds {

    private static final int WARM_UPS = 5;

    private final Rounds<IndexCell> cpu;
    private final Rounds<IndexCell> wall;
    private final Progress progress;

    /**
     * @param cpu takes nanoseconds of the process per call
     * @param wall takes nanoseconds per call
     */
    IndexRounds(Rounds<IndexCell> cpu, Rounds<IndexCell> wall, Progress progress) {
        this.cpu = cpu;
        this.wall = wall;
        this.progress = progress;
    }

    void run(List<IndexCell> cells, int rounds, boolean quick) throws RunnerException {
        Fork fork = new Fork(WARM_UPS, quick ? 6 : 15);
        List<IndexCell> order = new ArrayList<>(cells);
        for (int round = 0; round < rounds; round++) {
            for (IndexCell cell : order) {
                progress.step("index values, round " + (round + 1) + ": " + cell.call());
                Fork.Cost cost = fork.measure(cell.toCall());
                cpu.add(round, cell, cost.cpuNanos());
                wall.add(round, cell, cost.wallNanos());
            }
            Collections.reverse(order);
        }
    }
}
