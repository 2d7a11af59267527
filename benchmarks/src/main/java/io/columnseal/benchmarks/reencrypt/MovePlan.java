package io.columnseal.benchmarks.reencrypt;

import io.columnseal.benchmarks.report.RunOptions;
import java.util.List;
import java.util.stream.Stream;

/** How much of what is measured. */
final class MovePlan {

    private static final int ROWS = 500_000;
    private static final int QUICK_ROWS = 50_000;

    private final RunOptions options;

    MovePlan(RunOptions options) {
        this.options = options;
    }

    int rows() {
        return options.quick() ? QUICK_ROWS : ROWS;
    }

    List<Mover> movers() {
        return Stream.of(Mover.values())
                .filter(mover -> options.includes(mover.name()))
                .toList();
    }

    int warmUps() {
        return 1;
    }

    int rounds() {
        return options.roundsOr(7, 3);
    }

    /** Whether something beside the movers is to be measured. */
    boolean includes(String name) {
        return options.includes(name);
    }

    /** Sizes of the tables that are moved in a small heap, the smallest first. */
    List<Integer> heapRows() {
        return options.quick() ? List.of(QUICK_ROWS, 4 * QUICK_ROWS) : List.of(ROWS, 10 * ROWS);
    }

    int nodeRounds() {
        return options.roundsOr(3, 1);
    }

    int latencyRounds() {
        return options.roundsOr(6, 2);
    }

    int latencySeconds() {
        return options.quick() ? 3 : 10;
    }
}
