package io.columnseal.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetTest {

    @Test
    void isMetUpToItsLimit() {
        assertThat(Target.atMost("time", 1.25, measured(1.25))).singleElement().returns(true, Target::met);
        assertThat(Target.atMost("time", 1.25, measured(1.26))).singleElement().returns(false, Target::met);
        assertThat(Target.atLeast("gain", 6, measured(6))).singleElement().returns(true, Target::met);
        assertThat(Target.atLeast("gain", 6, measured(5.9))).singleElement().returns(false, Target::met);
    }

    @Test
    void saysItsLimitAndWhatWasMeasured() {
        assertThat(Target.atMost("time", 1.25, measured(1.1)))
                .containsExactly(new Target("time", "<= 1.25", 1.1, 1.1, 1.1, true, true));
    }

    @Test
    void saysIfRoundsDisagree() {
        Optional<Spread> spread = Optional.of(Spread.of(List.of(1.0, 1.2, 1.4)));

        assertThat(Target.atMost("time", 1.25, spread)).singleElement().returns(false, Target::toldApart);
        assertThat(Target.atMost("time", 1.15, spread)).singleElement().returns(false, Target::toldApart);
        assertThat(Target.atMost("time", 1.05, spread)).singleElement().returns(true, Target::toldApart);
        assertThat(Target.atLeast("gain", 1.35, spread)).singleElement().returns(true, Target::toldApart);
    }

    @Test
    void isLeftOutWhereNothingWasMeasured() {
        assertThat(Target.atMost("time", 1.25, Optional.empty())).isEmpty();
        assertThat(Target.atLeast("gain", 6, Optional.empty())).isEmpty();
    }

    private static Optional<Spread> measured(double value) {
        return Optional.of(Spread.of(List.of(value)));
    }
}
