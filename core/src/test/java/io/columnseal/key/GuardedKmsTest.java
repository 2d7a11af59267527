package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.KmsDeniedException;
import io.columnseal.KmsException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.KmsKeyDisabledException;
import io.columnseal.KmsThrottledException;
import io.columnseal.KmsUnavailableException;
import io.columnseal.internal.CoarseClock;
import io.columnseal.kms.EncryptionContext;
import io.columnseal.kms.GeneratedDataKey;
import io.columnseal.kms.Kms;
import io.columnseal.kms.WrappedKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class GuardedKmsTest {

    private static final EncryptionContext CONTEXT = EncryptionContext.of("test", "clinic-1", "1", "FIELD");
    private static final OutageSettings SETTINGS = OutageSettings.DEFAULT;

    private final CoarseClock clock = CoarseClock.standing();
    private final List<Duration> pauses = new ArrayList<>();
    private final ScriptedKms service = new ScriptedKms();
    private final GuardedKms kms = new GuardedKms(service, SETTINGS, clock, pauses::add);

    @Test
    void triesAgainWhatFailedForAReasonThatMayPass() {
        service.failures(2, kek -> new KmsThrottledException(kek, "too many calls", null));

        assertThat(unwrap("kek-1")).hasSize(32);
        assertThat(service.calls).hasValue(3);
    }

    @Test
    void givesUpAfterAFewAttempts() {
        service.failures(100, GuardedKmsTest::unavailable);

        assertThatExceptionOfType(KmsUnavailableException.class).isThrownBy(() -> unwrap("kek-1"));
        assertThat(service.calls).hasValue(SETTINGS.attempts());
    }

    @Test
    void doesNotRepeatWhatTheKmsRepeats() {
        service.repeating = true;
        GuardedKms guarded = new GuardedKms(service, SETTINGS, clock, pauses::add);
        service.failures(100, GuardedKmsTest::unavailable);

        assertThatExceptionOfType(KmsUnavailableException.class)
                .isThrownBy(() -> guarded.unwrap(new WrappedKey("kek-1", new byte[1]), CONTEXT));
        assertThat(service.calls).hasValue(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void pausesByChanceUpToALimitThatDoubles() {
        GuardedKms patient = new GuardedKms(service, SETTINGS.withAttempts(5).withFailures(1_000), clock, pauses::add);
        service.failures(Integer.MAX_VALUE, GuardedKmsTest::unavailable);
        for (int i = 0; i < 200; i++) {
            assertThatThrownBy(() -> patient.unwrap(new WrappedKey("kek-1", new byte[1]), CONTEXT))
                    .isInstanceOf(KmsUnavailableException.class);
        }

        assertThat(pauses).hasSize(800);
        for (int attempt = 0; attempt < 4; attempt++) {
            Duration limit = KekGuard.FIRST_BACKOFF.multipliedBy(1L << attempt);
            List<Duration> before = new ArrayList<>();
            for (int i = attempt; i < pauses.size(); i += 4) {
                before.add(pauses.get(i));
            }
            assertThat(before).allMatch(pause -> !pause.isNegative() && pause.compareTo(limit) <= 0);
            assertThat(before).anyMatch(pause -> pause.compareTo(limit.dividedBy(4)) < 0);
            assertThat(before)
                    .anyMatch(pause -> pause.compareTo(limit.multipliedBy(3).dividedBy(4)) > 0);
        }
    }

    @Test
    void doesNotTryAgainWhatTookLongToFail() {
        service.before = () -> clock.advance(KekGuard.RETRIED_WITHIN);
        service.failures(1, GuardedKmsTest::unavailable);

        assertThatExceptionOfType(KmsUnavailableException.class).isThrownBy(() -> unwrap("kek-1"));
        assertThat(service.calls).hasValue(1);
    }

    static Stream<Function<String, KmsException>> refusals() {
        return Stream.of(
                kek -> new KmsDeniedException(kek, "denied", null),
                kek -> new KmsKeyDisabledException(kek, "disabled", null),
                kek -> new KmsInvalidCiphertextException(kek, "altered", null));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void neitherRepeatsNorCountsARefusal(Function<String, KmsException> refusal) {
        service.failures(100, refusal);
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> unwrap("kek-1"))
                    .isInstanceOf(refusal.apply("kek-1").getClass());
        }

        assertThat(service.calls).hasValue(20);
        assertThat(pauses).isEmpty();
        assertThat(kms.outages()).isEmpty();
    }

    @Test
    void asksAKekNoMoreThatDoesNotAnswer() {
        service.failures(Integer.MAX_VALUE, GuardedKmsTest::unavailable);
        fail(SETTINGS.failures());
        int calls = service.calls.get();

        assertThatExceptionOfType(KmsUnavailableException.class)
                .isThrownBy(() -> unwrap("kek-1"))
                .withMessageContaining("tried again")
                .withCauseInstanceOf(KmsUnavailableException.class);
        assertThatExceptionOfType(KmsUnavailableException.class).isThrownBy(() -> kms.generateDataKey(CONTEXT));
        assertThat(service.calls).hasValue(calls);
        assertThat(kms.outages())
                .singleElement()
                .satisfies(outage -> assertThat(outage.service()).isEqualTo("KMS key kek-1"));
    }

    @Test
    void goesOnAskingOtherKeks() {
        service.failing = "kek-1";
        service.failures(Integer.MAX_VALUE, GuardedKmsTest::unavailable);
        fail(SETTINGS.failures() + 1);

        assertThat(unwrap("kek-2")).hasSize(32);
    }

    @Test
    void asksAgainOnceTheKekAnswers() {
        service.failures(SETTINGS.failures() * SETTINGS.attempts(), GuardedKmsTest::unavailable);
        fail(SETTINGS.failures());
        clock.advance(CircuitBreaker.FIRST_PAUSE);

        assertThat(unwrap("kek-1")).hasSize(32);
        assertThat(kms.outages()).isEmpty();
    }

    @Test
    void takesAnErrorThatIsNotTheServicesForNoAnswer() {
        service.failures(SETTINGS.failures() * SETTINGS.attempts(), GuardedKmsTest::unavailable);
        fail(SETTINGS.failures());
        clock.advance(CircuitBreaker.FIRST_PAUSE);
        service.before = () -> {
            throw new OutOfMemoryError("as if");
        };

        assertThatThrownBy(() -> unwrap("kek-1")).isInstanceOf(OutOfMemoryError.class);

        assertThat(kms.outages()).hasSize(1);
    }

    /** Others may wait for what its thread loads. */
    @Test
    void callsForAThreadThatWasInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThat(unwrap("kek-1")).hasSize(32);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void isNotStoppedByErrorsThatAreNotTheServices() {
        service.before = () -> {
            throw new IllegalStateException("an SDK's own error");
        };
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> unwrap("kek-1")).isInstanceOf(IllegalStateException.class);
        }

        assertThat(service.calls).hasValue(20);
    }

    @Test
    void hasNoMoreCallsUnderWayThanAreAllowed() throws Exception {
        GuardedKms narrow = new GuardedKms(
                service, SETTINGS.withParallelCalls(2).withPatience(Duration.ofMillis(50)), clock, pauses::add);
        CountDownLatch inside = new CountDownLatch(2);
        CountDownLatch released = new CountDownLatch(1);
        service.before = () -> {
            inside.countDown();
            await(released);
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        WrappedKey key = new WrappedKey("kek-1", new byte[1]);
        threads.submit(() -> narrow.unwrap(key, CONTEXT));
        threads.submit(() -> narrow.unwrap(key, CONTEXT));
        await(inside);

        assertThatExceptionOfType(KmsUnavailableException.class)
                .isThrownBy(() -> narrow.unwrap(key, CONTEXT))
                .withMessageContaining("columnseal.outage.parallel-calls");
        assertThat(service.calls).hasValue(2);

        released.countDown();
        assertThat(narrow.unwrap(key, CONTEXT)).hasSize(32);
        threads.shutdown();
    }

    private void fail(int calls) {
        for (int i = 0; i < calls; i++) {
            assertThatThrownBy(() -> unwrap("kek-1")).isInstanceOf(KmsUnavailableException.class);
        }
    }

    private byte[] unwrap(String kekId) {
        return kms.unwrap(new WrappedKey(kekId, new byte[1]), CONTEXT);
    }

    private static KmsException unavailable(String kekId) {
        return new KmsUnavailableException(kekId, "down", null);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Fails so often, then answers. */
    private static final class ScriptedKms implements Kms {

        private final AtomicInteger calls = new AtomicInteger();
        private int failures;
        private String failing = "";
        private boolean repeating;
        private Function<String, KmsException> error = GuardedKmsTest::unavailable;
        private Runnable before = () -> {};

        private void failures(int failures, Function<String, KmsException> error) {
            this.failures = failures;
            this.error = error;
        }

        @Override
        public boolean repeats() {
            return repeating;
        }

        @Override
        public String kekId() {
            return "kek-1";
        }

        @Override
        public GeneratedDataKey generateDataKey(EncryptionContext context) {
            arrived("kek-1");
            return new GeneratedDataKey(new byte[32], new WrappedKey("kek-1", new byte[1]));
        }

        @Override
        public WrappedKey wrap(byte[] dataKey, EncryptionContext context) {
            arrived("kek-1");
            return new WrappedKey("kek-1", new byte[1]);
        }

        @Override
        public byte[] unwrap(WrappedKey wrappedKey, EncryptionContext context) {
            arrived(wrappedKey.kekId());
            return new byte[32];
        }

        private void arrived(String kekId) {
            calls.incrementAndGet();
            before.run();
            if ((failing.isEmpty() || failing.equals(kekId)) && failures-- > 0) {
                throw error.apply(kekId);
            }
        }
    }
}
