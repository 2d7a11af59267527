package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
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
    void isReadAsPeopleWriteIt() {
        assertThat(TimeWindow.parse("22:00-06:00")).isEqualTo(new TimeWindow(TEN_PM, SIX_AM));
        assertThat(TimeWindow.parse(" 06:00 - 22:00 ")).isEqualTo(new TimeWindow(SIX_AM, TEN_PM));
        for (String none : List.of("", "22:00", "22-6", "22:00-06:00-07:00", "25:00-06:00", "night")) {
            assertThatIllegalArgumentException()
                    .as(none)
                    .isThrownBy(() -> TimeWindow.parse(none))
                    .withMessageContaining("22:00-06:00");
        }
    }

    @Test
    void isTheWholeDayIfItEndsWhenItBegins() {
        assertThat(new TimeWindow(SIX_AM, SIX_AM).contains(TEN_PM)).isTrue();
    }
}
