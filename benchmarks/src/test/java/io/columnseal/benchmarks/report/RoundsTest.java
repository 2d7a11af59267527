package io.columnseal.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RoundsTest {

    private final Rounds<String> rounds = new Rounds<>();

    @Test
    void formsRatiosWithinARoundBeforeTakingTheirMedian() {
        // The machine was ten times slower in the second round
        rounds.add(0, "ours", 3);
        rounds.add(0, "theirs", 1);
        rounds.add(1, "ours", 20);
        rounds.add(1, "theirs", 10);
        rounds.add(2, "ours", 4);
        rounds.add(2, "theirs", 1);

        assertThat(rounds.ratio("ours", "theirs")).hasValueSatisfying(ratio -> {
            assertThat(ratio.median()).isEqualTo(3);
            assertThat(ratio.low()).isEqualTo(2.5);
            assertThat(ratio.high()).isEqualTo(3.5);
            assertThat(ratio.samples()).isEqualTo(3);
        });
    }

    @Test
    void comparesOnlyRoundsThatMeasuredBoth() {
        rounds.add(0, "ours", 2);
        rounds.add(1, "ours", 100);
        rounds.add(0, "theirs", 1);

        assertThat(rounds.ratio("ours", "theirs"))
                .hasValueSatisfying(ratio -> assertThat(ratio.median()).isEqualTo(2));
    }

    @Test
    void hasNoRatioToWhatWasNotMeasured() {
        rounds.add(0, "ours", 2);

        assertThat(rounds.ratio("ours", "theirs")).isEmpty();
        assertThat(rounds.ratio("theirs", "ours")).isEmpty();
        assertThat(rounds.of("theirs")).isEmpty();
    }

    @Test
    void refusesASecondValueInARound() {
        rounds.add(0, "ours", 2);

        assertThatIllegalArgumentException().isThrownBy(() -> rounds.add(0, "ours", 3));
    }
}
