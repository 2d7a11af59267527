package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.KmsUnavailableException;
import io.columnseal.internal.CoarseClock;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private static final Duration OVERDUE = Duration.ofSeconds(5);
    private static final OutageSettings SETTINGS = OutageSettings.DEFAULT.withFailures(3);

    private final CoarseClock clock = CoarseClock.standing();
    private final CircuitBreaker breaker = new CircuitBreaker("the service", SETTINGS, OVERDUE, clock);

    @Test
    void leavesAServiceAloneThatFailedSeveralTimesInARow() {
        fail(2);
        assertThat(breaker.admits()).isTrue();
        fail(1);

        assertThat(breaker.admits()).isFalse();
        assertThat(breaker.begin()).isNull();
        assertThat(breaker.outage()).hasValueSatisfying(outage -> {
            assertThat(outage.failures()).isEqualTo(3);
            assertThat(outage.triedAgainIn()).isEqualTo(CircuitBreaker.FIRST_PAUSE);
            assertThat(outage.problem()).contains("3 calls in a row failed", "KmsUnavailableException");
        });
    }

    @Test
    void doesNotCountFailuresBetweenAnswers() {
        for (int i = 0; i < 10; i++) {
            fail(2);
            breaker.answered(begin());
        }

        assertThat(breaker.admits()).isTrue();
        assertThat(breaker.outage()).isEmpty();
    }

    @Test
    void letsOneCallerTryAgainAfterAPause() {
        fail(3);
        clock.advance(CircuitBreaker.FIRST_PAUSE);

        CircuitBreaker.Call probe = begin();

        assertThat(breaker.begin()).isNull();
        breaker.answered(probe);
        assertThat(breaker.outage()).isEmpty();
        begin();
        begin();
    }

    @Test
    void waitsLongerAfterEveryTryThatFailedButNotForEver() {
        fail(3);
        Duration pause = CircuitBreaker.FIRST_PAUSE;
        for (int i = 0; i < 20; i++) {
            clock.advance(pause.minusMillis(1));
            assertThat(breaker.begin()).as("after %s", pause).isNull();
            clock.advance(Duration.ofMillis(1));
            fail(1);
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(SETTINGS.longestPause()) < 0 ? pause : SETTINGS.longestPause();
        }
        assertThat(breaker.outage())
                .hasValueSatisfying(outage -> assertThat(outage.lasted()).isGreaterThan(Duration.ofMinutes(5)));
    }

    @Test
    void beginsWithAShortPauseAgainOnceTheServiceAnswered() {
        fail(3);
        clock.advance(CircuitBreaker.FIRST_PAUSE);
        fail(1);
        clock.advance(CircuitBreaker.FIRST_PAUSE.multipliedBy(2));
        breaker.answered(begin());
        fail(3);

        clock.advance(CircuitBreaker.FIRST_PAUSE);
        assertThat(breaker.admits()).isTrue();
    }

    @Test
    void leavesAServiceAloneWhoseAnswerIsOverdue() {
        begin();
        clock.advance(OVERDUE.minusMillis(1));
        assertThat(breaker.admits()).isTrue();
        clock.advance(Duration.ofMillis(1));

        assertThat(breaker.begin()).isNull();
        assertThat(breaker.outage())
                .hasValueSatisfying(outage -> assertThat(outage.problem()).contains("overdue"));
    }

    @Test
    void doesNotMindOneCallThatHangsWhileOthersAreAnswered() {
        begin();
        clock.advance(OVERDUE.dividedBy(2));
        breaker.answered(begin());
        clock.advance(OVERDUE);

        assertThat(breaker.admits()).isTrue();
    }

    @Test
    void mindsLaterCallsThatHangBesideAnOlderOne() {
        begin();
        clock.advance(OVERDUE.dividedBy(2));
        breaker.answered(begin());
        begin();
        clock.advance(OVERDUE);

        assertThat(breaker.admits()).isFalse();
    }

    /** Somebody's first key takes as long as the KMS, while the database answers everybody else. */
    @Test
    void waitsForNoTryLongerThanCallersDo() {
        CircuitBreaker patient = new CircuitBreaker("the database", SETTINGS, Duration.ofDays(365), clock);
        for (int i = 0; i < 3; i++) {
            patient.failed(Objects.requireNonNull(patient.begin()), new KmsUnavailableException("kek-1", "down", null));
        }
        clock.advance(CircuitBreaker.FIRST_PAUSE);
        assertThat(patient.begin()).isNotNull();
        clock.advance(SETTINGS.patience());
        assertThat(patient.begin()).as("another pause first").isNull();
        clock.advance(CircuitBreaker.FIRST_PAUSE.multipliedBy(2));

        assertThat(patient.begin()).isNotNull();
    }

    @Test
    void takesACallThatEndedWithoutAWordForNothing() {
        fail(3);
        clock.advance(CircuitBreaker.FIRST_PAUSE);
        breaker.abandoned(begin());

        assertThat(breaker.outage())
                .hasValueSatisfying(outage -> assertThat(outage.failures()).isEqualTo(3));
        assertThat(breaker.begin()).as("the next caller tries").isNotNull();
    }

    @Test
    void triesAgainThoughTheTriesHangToo() {
        begin();
        clock.advance(OVERDUE);
        assertThat(breaker.begin()).isNull();
        clock.advance(CircuitBreaker.FIRST_PAUSE);
        begin();
        clock.advance(OVERDUE);
        assertThat(breaker.begin()).as("the second is overdue, too").isNull();
        clock.advance(CircuitBreaker.FIRST_PAUSE.multipliedBy(2));

        breaker.answered(begin());
        assertThat(breaker.outage()).isEmpty();
    }

    @Test
    void endsWithAnAnswerThatCameLate() {
        CircuitBreaker.Call late = begin();
        clock.advance(OVERDUE);
        assertThat(breaker.admits()).isFalse();

        breaker.answered(late);

        assertThat(breaker.admits()).isTrue();
    }

    private CircuitBreaker.Call begin() {
        return Objects.requireNonNull(breaker.begin(), "left alone");
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed(begin(), new KmsUnavailableException("kek-1", "down", null));
        }
    }
}
