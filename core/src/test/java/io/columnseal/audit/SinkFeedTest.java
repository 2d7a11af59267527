package io.columnseal.audit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.key.AccessLog;
import io.columnseal.key.LoggedEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SinkFeedTest {

    private final List<Long> received = Collections.synchronizedList(new ArrayList<>());

    @Test
    void bringsEveryEntryInOrder() {
        try (SinkFeed feed = new SinkFeed(entry -> received.add(entry.sequence()), Duration.ZERO)) {
            for (long i = 1; i <= 100; i++) {
                feed.appended(entry(i));
            }
        }

        assertThat(received).hasSize(100).isSorted();
    }

    @Test
    void holdsNobodyUpWhenTheSinkIsSlow() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        AuditSink slow = entry -> {
            begun.countDown();
            await(released);
            received.add(entry.sequence());
        };
        try (SinkFeed feed = new SinkFeed(slow, Duration.ZERO)) {
            feed.appended(entry(1));
            assertThat(begun.await(30, SECONDS)).isTrue();
            for (long i = 2; i <= SinkFeed.CAPACITY + 11; i++) {
                feed.appended(entry(i));
            }

            assertThat(feed.undelivered()).isEqualTo(11);
            assertThat(received).isEmpty();
            released.countDown();
        }
        assertThat(received).hasSize(SinkFeed.CAPACITY).isSorted();
    }

    @Test
    void offersAnEntryAgainThatTheSinkDidNotTake() {
        List<Long> offered = Collections.synchronizedList(new ArrayList<>());
        AuditSink failing = entry -> {
            offered.add(entry.sequence());
            if (entry.sequence() == 1 && offered.size() < SinkFeed.ATTEMPTS) {
                throw new IllegalStateException("down");
            }
        };
        SinkFeed feed = new SinkFeed(failing, Duration.ZERO);
        feed.appended(entry(1));
        awaitSize(offered, 3);
        feed.appended(entry(2));
        feed.close();

        assertThat(offered).containsExactly(1L, 1L, 1L, 2L);
        assertThat(feed.undelivered()).isZero();
    }

    @Test
    void goesOnBehindAnEntryThatTheSinkNeverTakes() {
        List<Long> offered = Collections.synchronizedList(new ArrayList<>());
        AuditSink failing = entry -> {
            offered.add(entry.sequence());
            if (entry.sequence() == 1) {
                throw new IllegalStateException("too long");
            }
        };
        SinkFeed feed = new SinkFeed(failing, Duration.ZERO);
        feed.appended(entry(1));
        feed.appended(entry(2));
        awaitSize(offered, SinkFeed.ATTEMPTS + 1);
        feed.close();

        assertThat(offered).containsExactly(1L, 1L, 1L, 2L);
        assertThat(feed.undelivered()).isEqualTo(1);
    }

    private static void awaitSize(List<Long> list, int size) {
        while (list.size() < size) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static LoggedEntry entry(long sequence) {
        return new LoggedEntry(
                sequence, AccessLog.Entry.of("ROTATE", Instant.EPOCH, "j.doe").build(), null, null, null);
    }
}
