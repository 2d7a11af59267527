package io.columnseal.benchmarks.reencrypt;

import io.columnseal.benchmarks.report.RunOptions;
import java.util.List;
import java.util.stream.Stream;

/** How much of what is measured. */
final class MovePlan {

    private static final int ROWS = 500_000;
    private static final int QUICK_ROWS = 100_000;

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
}
