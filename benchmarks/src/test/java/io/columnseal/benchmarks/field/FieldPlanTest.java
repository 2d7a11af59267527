package io.columnseal.benchmarks.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.RunOptions;
import io.columnseal.benchmarks.report.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FieldPlanTest {

    /** What a fork took on two quiet cores: 36 of them 132 s. */
    private static final double SECONDS_OF_A_FORK = 3.7;

    @Test
    void aQuickRunTakesLessThanTwoMinutesAndMeasuresAllTargets() {
        FieldPlan quick = plan(true);

        assertThat(quick.forks() * SECONDS_OF_A_FORK).isLessThan(110);
        assertThat(targets(quick)).isNotEmpty().isEqualTo(targets(plan(false)));
    }

    /** The targets that a run can tell of. */
    private static List<String> targets(FieldPlan plan) {
        Rounds<FieldCell> measured = new Rounds<>();
        for (int round = 0; round < plan.rounds(); round++) {
            for (FieldCell cell : plan.cellsOf(round)) {
                measured.add(round, cell, 1);
            }
        }
        return new FieldFindings(measured, measured)
                .findings().targets().stream().map(Target::name).toList();
    }

    private static FieldPlan plan(boolean quick) {
        return new FieldPlan(new RunOptions(quick, OptionalInt.empty(), List.of(), Path.of("results")));
    }
}
