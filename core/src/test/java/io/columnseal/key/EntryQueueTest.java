package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.KeyStoreUnavailableException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes only when it is told to: its thread has ended. */
class EntryQueueTest {

    private final ScheduledExecutorService ended = Executors.newSingleThreadScheduledExecutor();
    private final List<AccessLog.Entry> written = new ArrayList<>();
    private RuntimeException failure;
    private boolean ready = true;
    private int refused;
    private int calls;
    private int awayFrom = Integer.MAX_VALUE;
    private final EntryQueue queue = new EntryQueue(this::write, () -> ready, ended, Clock.systemUTC());

    @BeforeEach
    void endThread() {
        ended.shutdownNow();
    }

    @Test
    void writesManyEntriesInTheirOrder() {
        for (int i = 1; i <= 1_234; i++) {
            queue.add(entry(i));
        }

        queue.flush();

        assertThat(written)
                .extracting(AccessLog.Entry::occurrences)
                .hasSize(1_234)
                .isSorted();
    }

    @Test
    void keepsEntriesWhileTheStoreDoesNotAnswer() {
        for (int i = 1; i <= 700; i++) {
            queue.add(entry(i));
        }
        failure = new KeyStoreUnavailableException("be reached", new IllegalStateException("reset"));
        queue.flush();
        queue.flush();
        assertThat(written).isEmpty();

        failure = null;
        queue.flush();

        assertThat(written)
                .extracting(AccessLog.Entry::occurrences)
                .hasSize(700)
                .isSorted();
    }

    @Test
    void countsWhatItCannotKeep() {
        for (int i = 1; i <= EntryQueue.CAPACITY + 7; i++) {
            queue.add(entry(i));
        }

        queue.flush();

        assertThat(written).hasSize(EntryQueue.CAPACITY + 1);
        assertThat(written.get(0))
                .returns("LOG_LOST", AccessLog.Entry::operation)
                .returns(7, AccessLog.Entry::occurrences)
                .returns(false, AccessLog.Entry::success);
    }

    /** They would be refused again, and hold up what comes behind them. */
    @Test
    void countsWhatTheStoreRefuses() {
        queue.add(entry(1));
        queue.add(entry(2));
        failure = new IllegalStateException("refused");
        queue.flush();
        failure = null;
        queue.add(entry(3));
        queue.flush();

        assertThat(written)
                .extracting(AccessLog.Entry::operation, AccessLog.Entry::occurrences)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("LOG_LOST", 2),
                        org.assertj.core.api.Assertions.tuple("UNWRAP", 3));
    }

    @Test
    void losesNothingButTheOneThatTheStoreRefuses() {
        for (int i = 1; i <= 500; i++) {
            queue.add(entry(i));
        }
        refused = 250;

        queue.flush();

        assertThat(written)
                .filteredOn(entry -> entry.operation().equals("UNWRAP"))
                .hasSize(499);
        assertThat(written)
                .filteredOn(entry -> entry.operation().equals("LOG_LOST"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.occurrences()).isEqualTo(1));
    }

    /** As where the right to insert was taken away. */
    @Test
    void triesAFewTimesWhereTheStoreRefusesAll() {
        for (int i = 1; i <= 500; i++) {
            queue.add(entry(i));
        }
        failure = new IllegalStateException("refused");

        queue.flush();

        // Once halved so often, each part is refused as a whole
        assertThat(calls).isLessThanOrEqualTo(60);
        failure = null;
        queue.flush();
        assertThat(written).singleElement().returns(500, AccessLog.Entry::occurrences);
    }

    @Test
    void keepsTheRestInItsOrderWhereTheStoreGoesAwayAfterARefusal() {
        for (int i = 1; i <= 500; i++) {
            queue.add(entry(i));
        }
        refused = 1;
        awayFrom = 3;

        queue.flush();
        assertThat(calls).isEqualTo(3);
        awayFrom = Integer.MAX_VALUE;
        refused = 0;
        queue.flush();

        assertThat(written)
                .extracting(AccessLog.Entry::occurrences)
                .hasSize(500)
                .isSorted();
    }

    @Test
    void writesNothingBeforeTheKeyIsKnown() {
        ready = false;
        queue.add(entry(1));
        queue.flush();
        assertThat(written).isEmpty();

        ready = true;
        queue.flush();
        assertThat(written).hasSize(1);
    }

    private void write(List<AccessLog.Entry> entries) {
        calls++;
        if (calls >= awayFrom) {
            throw new KeyStoreUnavailableException("be reached", new IllegalStateException("reset"));
        }
        if (failure != null) {
            throw failure;
        }
        if (entries.stream().anyMatch(entry -> entry.occurrences() == refused)) {
            throw new IllegalStateException("refused");
        }
        written.addAll(entries);
    }

    private static AccessLog.Entry entry(int number) {
        return AccessLog.Entry.of("UNWRAP", Instant.EPOCH, "system")
                .occurrences(number)
                .build();
    }
}
