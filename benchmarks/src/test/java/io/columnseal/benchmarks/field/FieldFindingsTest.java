package io.columnseal.benchmarks.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.Target;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FieldFindingsTest {

    private final Rounds<FieldCell> cpu = new Rounds<>();
    private final Rounds<FieldCell> wall = new Rounds<>();

    @Test
    void computesEveryTargetFromTheRowsOfTheRun() {
        FieldCell ours = measured(cpu, Contestants.columnseal, 300);
        measured(cpu, Contestants.bare, 250);
        measured(cpu, Contestants.naive, 2400);
        measured(cpu, Contestants.tink, 450);
        cpu.add(0, ours.withTenants(FieldPlan.MANY_TENANTS), 330);
        // A thread keeps 90 % of its speed beside another one, the control loop 96 %
        wall.add(0, ours, 310);
        wall.add(0, ours.withThreads(2), 310 / 0.90);
        wall.add(0, FieldCell.control(1), 400);
        wall.add(0, FieldCell.control(2), 400 / 0.96);

        Map<String, Target> targets = new FieldFindings(cpu, wall)
                .findings().targets().stream().collect(Collectors.toMap(Target::name, Function.identity()));

        assertMeasured(targets.get("24 B seal: time over the bare cipher's"), 1.2, true);
        assertMeasured(targets.get("24 B seal: Tink's time over ours"), 1.5, false);
        assertMeasured(targets.get("24 B seal: time with 500 tenants in turn over one tenant's"), 1.1, true);
        assertMeasured(targets.get("24 B seal: scaling to 2 threads over the control loop's"), 0.9375, false);
        assertThat(targets).doesNotContainKey("24 B open: Tink's time over ours");
    }

    private static FieldCell measured(Rounds<FieldCell> rounds, Contestants contestant, double nanos) {
        FieldCell cell = FieldCell.of(contestant, "seal", FieldPlan.SMALLEST_BYTES);
        rounds.add(0, cell, nanos);
        return cell;
    }

    private static void assertMeasured(Target target, double value, boolean met) {
        assertThat(target.measured()).isCloseTo(value, within(1e-9));
        assertThat(target.met()).isEqualTo(met);
    }
}
