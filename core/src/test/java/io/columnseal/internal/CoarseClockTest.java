package io.columnseal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CoarseClockTest {

    private final AtomicInteger jumps = new AtomicInteger();
    private final CoarseClock clock = CoarseClock.standing();

    CoarseClockTest() {
        clock.onJump(jumps::incrementAndGet);
    }

    @Test
    void tellsWhenTheWallClockIsSetToThePresentOfARestoredCopy() {
        clock.advance(Duration.ofHours(1));
        clock.jump(Duration.ofMillis(500));

        assertThat(jumps).hasValue(1);
    }

    /** Keys must not serve longer because the process stood still. */
    @Test
    void countsWhatTheWallClockJumpsAheadAsTimeThatHasPassed() {
        clock.advance(Duration.ofHours(1));
        clock.jump(Duration.ofHours(2));
        assertThat(clock.nanos()).isEqualTo(Duration.ofHours(3).toNanos());

        clock.advance(Duration.ofHours(1));
        assertThat(clock.nanos()).isEqualTo(Duration.ofHours(4).toNanos());
    }

    @Test
    void doesNotGoBackWithTheWallClock() {
        clock.advance(Duration.ofHours(1));
        clock.jump(Duration.ofMinutes(-1));

        assertThat(jumps).hasValue(1);
        assertThat(clock.nanos()).isEqualTo(Duration.ofHours(1).toNanos());
    }

    @Test
    void doesNotTellOfAClockThatIsSlewed() {
        for (int i = 0; i < 1_000; i++) {
            clock.advance(CoarseClock.STEP);
            clock.jump(Duration.ofMillis(1));
        }

        assertThat(jumps).hasValue(0);
    }

    /** Were its thread to end, no key's time would ever be over. */
    @Test
    void goesOnWhenWhatAJumpCallsForFails() {
        AtomicInteger renewals = new AtomicInteger();
        clock.onJump(() -> {
            if (renewals.incrementAndGet() == 1) {
                throw new InternalError("told to fail");
            }
        });

        clock.jump(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(clock.nanos()).isEqualTo(Duration.ofSeconds(2).toNanos());
        assertThat(renewals).as("the failed one and another").hasValue(2);

        clock.advance(Duration.ofSeconds(1));
        assertThat(renewals).hasValue(2);
    }

    @Test
    void tellsOncePerJump() {
        clock.jump(Duration.ofDays(1));
        clock.advance(Duration.ofDays(1));

        assertThat(jumps).hasValue(1);
    }
}
