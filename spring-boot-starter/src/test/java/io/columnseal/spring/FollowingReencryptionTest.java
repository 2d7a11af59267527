package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.key.KeyId;
import io.columnseal.reencrypt.InMemoryRunStore;
import io.columnseal.reencrypt.QuarantinedValue;
import io.columnseal.reencrypt.ReencryptionRun;
import io.columnseal.reencrypt.ReencryptionRun.State;
import io.columnseal.reencrypt.ReencryptionRun.Wish;
import io.columnseal.reencrypt.RunStore;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run that follows by itself, in a process that looks a thousand times a second. */
@Timeout(60)
class FollowingReencryptionTest {

    private static final String RUN = "rotation";
    private static final Duration LOOK = Duration.ofMillis(1);

    private final InMemoryRunStore runs = new InMemoryRunStore();
    private final AtomicInteger begun = new AtomicInteger();
    private final Semaphore looks = new Semaphore(0);
    private volatile Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private volatile FollowingReencryption following;

    @AfterEach
    void stop() {
        following.stop();
    }

    @Test
    void goesOnWithARunThatAKilledProcessLeftBehind() {
        remember(State.RUNNING, Wish.RUN);
        now = now.plus(Duration.ofMinutes(6));

        start((store, id, stopped) -> end(0));

        awaitBegun(1);
    }

    @Test
    void goesOnWithARunThatItsProcessStoppedWhenItEnded() {
        remember(State.STOPPED, Wish.RUN);

        start((store, id, stopped) -> end(0));

        awaitBegun(1);
    }

    @Test
    void leavesARunAloneThatANodeIsAt() throws InterruptedException {
        remember(State.RUNNING, Wish.RUN);
        start((store, id, stopped) -> end(0));
        awaitLooks();
        following.follow("a rotation");
        awaitLooks();
        assertThat(begun).hasValue(0);

        now = now.plus(Duration.ofMinutes(6));

        awaitBegun(1);
    }

    @Test
    void leavesARunAsItIsThatSomebodyStoppedOrPausedUntilKeysAreReplacedAgain() throws InterruptedException {
        remember(State.STOPPED, Wish.STOP);
        start((store, id, stopped) -> end(0));
        awaitLooks();
        remember(State.RUNNING, Wish.PAUSE);
        now = now.plus(Duration.ofMinutes(6));
        awaitLooks();
        assertThat(begun).hasValue(0);

        remember(State.STOPPED, Wish.STOP);
        following.follow("a rotation");

        awaitBegun(1);
    }

    @Test
    void beginsAgainUntilNothingIsLeft() throws InterruptedException {
        start((store, id, stopped) -> {
            switch (begun.get()) {
                case 1 -> throw new IllegalStateException("a database that was started anew");
                case 2 -> {
                    remember(State.RUNNING, Wish.RUN);
                    throw new NoClassDefFoundError("in the midst of the run");
                }
                case 3 -> end(5);
                default -> end(0);
            }
        });

        following.follow("a rotation");

        awaitBegun(4);
        awaitLooks();
        assertThat(begun).hasValue(4);
    }

    @Test
    void leavesWhatNoRunCanMove() throws InterruptedException {
        start((store, id, stopped) -> end(1, Reason.DOES_NOT_OPEN));

        following.follow("a rotation");

        awaitBegun(2);
        awaitLooks();
        assertThat(begun).hasValue(2);
    }

    @Test
    void goesOnWhileSomethingWaitsForTheKms() throws InterruptedException {
        start((store, id, stopped) -> {
            if (begun.get() < 5) {
                end(1, Reason.KEY_UNAVAILABLE);
            } else {
                end(0);
            }
        });

        following.follow("a rotation");

        awaitBegun(5);
        awaitLooks();
        assertThat(begun).hasValue(5);
    }

    @Test
    void holdsNobodyUpAndBeginsAnewForWhatComesMeanwhile() throws InterruptedException {
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        start((store, id, stopped) -> {
            atWork.countDown();
            await(goOn);
            end(0);
        });
        following.follow("a rotation");
        await(atWork);

        following.follow("another one");
        goOn.countDown();

        awaitBegun(2);
        awaitLooks();
        assertThat(begun).hasValue(2);
    }

    @Test
    void isStoppedWithItsProcessAndGoesOnWithTheNext() {
        CountDownLatch atWork = new CountDownLatch(1);
        start((store, id, stopped) -> {
            atWork.countDown();
            while (!stopped.getAsBoolean()) {
                Thread.onSpinWait();
            }
            remember(State.STOPPED, Wish.RUN);
        });
        following.follow("a rotation");
        await(atWork);
        following.stop();
        assertThat(begun).hasValue(1);

        start((store, id, stopped) -> end(0));

        awaitBegun(2);
    }

    /** The application's own starter may keep its runs wherever it likes. */
    @Test
    void asksOnceWhereNothingIsRemembered() throws InterruptedException {
        start((store, id, stopped) -> {});

        following.follow("a rotation");

        awaitBegun(1);
        awaitLooks();
        assertThat(begun).hasValue(1);
    }

    private void start(FollowingReencryption.Beginning beginning) {
        following = new FollowingReencryption(
                RUN,
                () -> {
                    looks.release();
                    return runs;
                },
                (store, id, stopped) -> {
                    begun.incrementAndGet();
                    beginning.begin(store, id, stopped);
                },
                () -> now,
                LOOK);
        following.start();
    }

    /** As a run begins that has a name. */
    private void remember(State state, Wish wish) {
        runs.begin(run(state, wish, OptionalLong.empty()), true);
    }

    private void end(long remaining, Reason... stayed) {
        runs.begin(run(State.RUNNING, Wish.RUN, OptionalLong.empty()), true);
        List<QuarantinedValue> values = List.of(stayed).stream()
                .map(reason -> new QuarantinedValue("patient", "ssn", "7", new KeyId(1), reason, now))
                .toList();
        RunStore store = runs;
        store.save(run(State.FINISHED, Wish.RUN, OptionalLong.of(remaining)), Map.of(), values);
    }

    private ReencryptionRun run(State state, Wish wish, OptionalLong remaining) {
        return new ReencryptionRun(RUN, state, wish, "system", "re-encryption", now, now, 0, 0, remaining);
    }

    private void awaitBegun(int times) {
        Instant deadline = Instant.now().plusSeconds(30);
        while (begun.get() < times) {
            assertThat(Instant.now()).as("it is begun").isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    /** Until it has looked often enough to begin again, if it were to. */
    private void awaitLooks() throws InterruptedException {
        looks.drainPermits();
        assertThat(looks.tryAcquire(10, 30, TimeUnit.SECONDS)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
