package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatencyBackOffTest {

    private static final long USUAL = TimeUnit.MILLISECONDS.toNanos(10);

    private final LatencyBackOff backOff = new LatencyBackOff();

    private void wrote(int pages, long nanos) {
        for (int i = 0; i < pages; i++) {
            backOff.wrote(1000, nanos);
        }
    }

    @Test
    void doesNotPauseWhileTheDatabaseIsAsFastAsBefore() {
        wrote(100, USUAL);
        wrote(100, USUAL * 3 / 2);
        assertThat(backOff.pauseNanos()).isZero();
    }

    @Test
    void pausesLongerAndLongerWhileItTakesMoreThanTwice() {
        wrote(20, USUAL);
        wrote(4, USUAL * 4);
        long first = backOff.pauseNanos();
        wrote(3, USUAL * 4);

        assertThat(first).isGreaterThanOrEqualTo(USUAL * 4);
        assertThat(backOff.pauseNanos()).isGreaterThanOrEqualTo(4 * first);
        wrote(60, USUAL * 4);
        assertThat(backOff.pauseNanos()).isEqualTo(LatencyBackOff.LONGEST_PAUSE_NANOS);
    }

    @Test
    void goesOnAtFullSpeedSoonAfterItIsFastAgain() {
        wrote(20, USUAL);
        wrote(20, USUAL * 10);
        wrote(50, USUAL);
        assertThat(backOff.pauseNanos()).isZero();
    }

    @Test
    void learnsNothingFromPagesOfFewRows() {
        wrote(20, USUAL);
        for (int i = 0; i < 20; i++) {
            backOff.wrote(1, USUAL);
        }
        assertThat(backOff.pauseNanos()).isZero();
    }
}
