package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;

class TimeWindowTest {

    private static final LocalTime TEN_PM = LocalTime.of(22, 0);
    private static final LocalTime SIX_AM = LocalTime.of(6, 0);

    @Test
    void holdsItsBeginningAndNotItsEnd() {
        TimeWindow day = new TimeWindow(SIX_AM, TEN_PM);
        assertThat(day.contains(SIX_AM)).isTrue();
        assertThat(day.contains(TEN_PM)).isFalse();
        assertThat(day.contains(LocalTime.MIDNIGHT)).isFalse();
    }

    @Test
    void goesOnPastMidnight() {
        TimeWindow night = new TimeWindow(TEN_PM, SIX_AM);
        assertThat(night.contains(LocalTime.MIDNIGHT)).isTrue();
        assertThat(night.contains(TEN_PM)).isTrue();
        assertThat(night.contains(SIX_AM)).isFalse();
    }

    @Test
    void saysHowLongItIsUntilItOpens() {
        assertThat(new TimeWindow(TEN_PM, SIX_AM).untilOpen(SIX_AM)).isEqualTo(Duration.ofHours(16));
        assertThat(new TimeWindow(SIX_AM, TEN_PM).untilOpen(LocalTime.of(23, 0)))
                .isEqualTo(Duration.ofHours(7));
        assertThat(new TimeWindow(SIX_AM, TEN_PM).untilOpen(SIX_AM)).isZero();
    }

    @Test
    void isTheWholeDayIfItEndsWhenItBegins() {
        assertThat(new TimeWindow(SIX_AM, SIX_AM).contains(TEN_PM)).isTrue();
    }
}
