package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void letsNoMoreRowsThroughThanItsRate() {
        Throttle throttle = new Throttle(100);
        long start = Long.MAX_VALUE - 10;

        throttle.took(50, start);
        assertThat(throttle.nanosToWait(start)).isEqualTo(SECOND / 2);
        throttle.took(50, start);
        assertThat(throttle.nanosToWait(start)).isEqualTo(SECOND);
        assertThat(throttle.nanosToWait(start + SECOND)).isZero();
    }

    @Test
    void savesNoTimeUpThatWentUnused() {
        Throttle throttle = new Throttle(100);
        throttle.took(1, 0);

        throttle.took(100, 60 * SECOND);

        assertThat(throttle.nanosToWait(60 * SECOND)).isEqualTo(SECOND);
    }

    @Test
    void withoutARateHoldsNothingBack() {
        Throttle throttle = new Throttle(0);
        throttle.took(1_000_000, 0);
        assertThat(throttle.nanosToWait(0)).isZero();
    }
}
