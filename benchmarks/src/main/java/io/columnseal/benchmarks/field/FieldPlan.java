package io.columnseal.benchmarks.field;

import static io.columnseal.benchmarks.field.Contestants.bare;
import static io.columnseal.benchmarks.field.Contestants.bouncycastle;
import static io.columnseal.benchmarks.field.Contestants.columnseal;
import static io.columnseal.benchmarks.field.Contestants.naive;
import static io.columnseal.benchmarks.field.Contestants.springsecurity;
import static io.columnseal.benchmarks.field.Contestants.tink;

import io.columnseal.benchmarks.report.RunOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which cells are measured in which round. What a target depends on is measured in every round, and the bare cipher beside
 * it; the rest in every third one. A quick run measures what targets depend on, and nothing else. Every other round runs
 * backwards, so that a machine that drifts favours nobody.
 */
final class FieldPlan {

    static final List<String> OPERATIONS = List.of("seal", "open");
    static final int SMALLEST_BYTES = 24;
    static final List<Integer> SIZES = List.of(SMALLEST_BYTES, 64, 256, 1024, 16384);
    static final int MANY_TENANTS = 500;
    static final int MANY_THREADS = 2;

    private static final int ROUNDS_BETWEEN_FULL_ONES = 3;

    private static final Set<Contestants> DECISIVE = EnumSet.of(columnseal, bare, naive, tink);
    private static final Set<Contestants> OF_MANY_TENANTS = EnumSet.of(columnseal, bare, naive, tink);
    private static final Set<Contestants> OF_MANY_THREADS =
            EnumSet.of(columnseal, bare, naive, tink, springsecurity, bouncycastle);

    private final RunOptions options;

    FieldPlan(RunOptions options) {
        this.options = options;
    }

    int rounds() {
        return options.roundsOr(6, 2);
    }

    /** The cells of a round in the order in which they run. */
    List<FieldCell> cellsOf(int round) {
        boolean everything = !options.quick() && round % ROUNDS_BETWEEN_FULL_ONES == 0;
        Set<Contestants> ofMany = options.quick() ? EnumSet.of(columnseal) : EnumSet.of(columnseal, bare);
        List<FieldCell> cells = new ArrayList<>();
        for (String operation : OPERATIONS) {
            if (everything) {
                SIZES.stream().filter(size -> size != SMALLEST_BYTES).forEach(size -> {
                    for (Contestants contestant : Contestants.values()) {
                        add(cells, FieldCell.of(contestant, operation, size));
                    }
                });
            }
            for (Contestants contestant : Contestants.values()) {
                if (everything || DECISIVE.contains(contestant)) {
                    add(cells, FieldCell.of(contestant, operation, SMALLEST_BYTES));
                }
            }
            for (Contestants contestant : everything ? OF_MANY_TENANTS : ofMany) {
                add(cells, FieldCell.of(contestant, operation, SMALLEST_BYTES).withTenants(MANY_TENANTS));
            }
            for (Contestants contestant : everything ? OF_MANY_THREADS : ofMany) {
                add(cells, FieldCell.of(contestant, operation, SMALLEST_BYTES).withThreads(MANY_THREADS));
            }
            if (operation.equals("seal")) {
                // In the middle, near both operations
                add(cells, FieldCell.control(1));
                add(cells, FieldCell.control(MANY_THREADS));
            }
        }
        if (round % 2 == 1) {
            Collections.reverse(cells);
        }
        return cells;
    }

    int forks() {
        int forks = 0;
        for (int round = 0; round < rounds(); round++) {
            forks += cellsOf(round).size();
        }
        return forks;
    }

    private void add(List<FieldCell> cells, FieldCell cell) {
        if (options.includes(cell.contestant())) {
            cells.add(cell);
        }
    }
}
