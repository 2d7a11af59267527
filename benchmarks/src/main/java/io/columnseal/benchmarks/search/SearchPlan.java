package io.columnseal.benchmarks.search;

import io.columnseal.benchmarks.report.RunOptions;
import java.util.List;
import java.util.stream.Stream;

/** How much of what is measured. */
final class SearchPlan {

    private static final int ROWS = 1_000_000;
    private static final int QUICK_ROWS = 100_000;

    private final RunOptions options;

    SearchPlan(RunOptions options) {
        this.options = options;
    }

    /** Rows of every table before the rounds. */
    int rows() {
        return options.quick() ? QUICK_ROWS : ROWS;
    }

    List<Contestant> contestants() {
        return Stream.of(Contestant.values())
                .filter(contestant -> options.includes(contestant.name()))
                .toList();
    }

    List<IndexCell> indexCells() {
        return options.quick() ? IndexCell.DECISIVE : IndexCell.ALL;
    }

    int indexRounds() {
        return options.quick() ? 2 : 7;
    }

    int lookupWarmUps() {
        return options.quick() ? 50 : 150;
    }

    int lookupRounds() {
        return options.roundsOr(400, 50);
    }

    int insertWarmUps() {
        return options.quick() ? 10 : 30;
    }

    int insertRounds() {
        return options.roundsOr(200, 25);
    }

    /** Of all kinds, on so many databases. */
    int steps(int databases) {
        return indexCells().size() * indexRounds()
                + databases * (lookupWarmUps() + lookupRounds() + insertWarmUps() + insertRounds());
    }
}
