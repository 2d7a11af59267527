package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.SealEvent;
import io.columnseal.internal.CoarseClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys that nobody asks for, on running clocks: what wipes them is a timer that must suit the clock's steps. */
class IdleKeysTest {

    /** Longer than the second that the cache waits at least, and not a whole number of the clock's steps. */
    private static final Duration HARD_LIMIT = Duration.ofMillis(1_210);

    /** A timer that comes too early by the clock does so most times, not always. */
    private static final int RINGS = 10;

    private final CountDownLatch wiped = new CountDownLatch(RINGS);
    private final List<AutoCloseable> started = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : started) {
            part.close();
        }
    }

    @Test
    @Timeout(60)
    void leaveMemoryByThemselvesWhenTheirHardLimitIsOver() throws InterruptedException {
        List<UnwrappedKey> keys = new ArrayList<>();
        for (int i = 0; i < RINGS; i++) {
            keys.add(ring().active("clinic-1", KeyUsage.FIELD));
        }
        assertThat(keys).noneMatch(UnwrappedKey::isWiped);

        assertThat(wiped.await(20, TimeUnit.SECONDS))
                .as("%d of %d keys are still in memory", wiped.getCount(), RINGS)
                .isTrue();
        assertThat(keys).allMatch(UnwrappedKey::isWiped);
    }

    private KeyRing ring() {
        CoarseClock clock = CoarseClock.start();
        KeyRing ring = new KeyRing(
                new InMemoryKeySource(),
                new KeyRingSettings(HARD_LIMIT, HARD_LIMIT, 100),
                OutageSettings.DEFAULT,
                event -> {
                    if (event instanceof SealEvent.KeyEvicted) {
                        wiped.countDown();
                    }
                },
                clock,
                LoadingThreads.create());
        started.add(ring);
        started.add(clock);
        return ring;
    }
}
