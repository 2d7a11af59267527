package io.columnseal.benchmarks.orm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.columnseal.benchmarks.orm.OrmCell.Operation;
import io.columnseal.benchmarks.report.Findings;
import io.columnseal.benchmarks.report.Rounds;
import io.columnseal.benchmarks.report.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrmFindingsTest {

    private final Rounds<OrmCell> wall = new Rounds<>();
    private final Rounds<OrmCell> cpu = new Rounds<>();

    @Test
    void comparesWithPlaintextOnPostgresOnly() {
        measured("H2", Operation.insert, 10, 30, 40);
        measured("PostgreSQL", Operation.insert, 20, 23, 40);

        Findings findings = new OrmFindings(wall, cpu).findings();

        assertMeasured(findings.targets(), "PostgreSQL insert: time over plaintext's", 1.15, true);
        assertMeasured(findings.stretch(), "PostgreSQL insert: time over plaintext's", 1.15, false);
        assertThat(findings.targets()).hasSize(1);
        assertThat(findings.tables()).hasSize(2);
    }

    @Test
    void comparesTheOverheadsOfLoading() {
        // 2 µs against 20 µs of overhead
        measured("PostgreSQL", Operation.load, 4, 6, 24);

        assertMeasured(
                new OrmFindings(wall, cpu).findings().targets(),
                "PostgreSQL load: naive converter's overhead over ours",
                10,
                true);
    }

    @Test
    void takesAnOverheadLostInNoiseAsOnePercent() {
        measured("PostgreSQL", Operation.load, 4, 3.9, 5);

        assertMeasured(
                new OrmFindings(wall, cpu).findings().targets(),
                "PostgreSQL load: naive converter's overhead over ours",
                25,
                true);
    }

    private void measured(String database, Operation operation, double plaintext, double ours, double naive) {
        for (Rounds<OrmCell> rounds : List.of(wall, cpu)) {
            rounds.add(0, new OrmCell(database, operation, Contestant.plaintext), plaintext);
            rounds.add(0, new OrmCell(database, operation, Contestant.columnseal), ours);
            rounds.add(0, new OrmCell(database, operation, Contestant.naive), naive);
        }
    }

    private static void assertMeasured(List<Target> targets, String name, double value, boolean met) {
        assertThat(targets)
                .filteredOn(target -> target.name().equals(name))
                .singleElement()
                .satisfies(target -> {
                    assertThat(target.measured()).isCloseTo(value, within(1e-9));
                    assertThat(target.met()).isEqualTo(met);
                });
    }
}
