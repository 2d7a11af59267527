package io.columnseal.reencrypt;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.key.KeyId;
import io.columnseal.reencrypt.ReencryptionRun.State;
import io.columnseal.reencrypt.ReencryptionRun.Wish;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every store of runs does. */
abstract class RunStoreContract {

    private static final Instant AT = Instant.parse("2026-11-28T12:00:00.123Z");

    /** An empty one. */
    abstract RunStore store() throws Exception;

    private static ReencryptionRun run(String id, State state, long done) {
        return new ReencryptionRun(id, state, Wish.RUN, "j.doe", "rotation", AT, AT.plusSeconds(1), 100, done);
    }

    @Test
    void findsWhatItWasGiven() throws Exception {
        RunStore store = store();
        assertThat(store.find("a")).isEmpty();

        store.begin(run("a", State.RUNNING, 0), true);

        assertThat(store.find("a")).contains(run("a", State.RUNNING, 0));
        store.save(run("a", State.FINISHED, 100), Map.of(), List.of());
        assertThat(store.find("a")).contains(run("a", State.FINISHED, 100));
    }

    @Test
    void letsOneProcessBeginARun() throws Exception {
        RunStore store = store();
        KeyRange range = KeyRange.cut("a", "patient", 0, null, null, "node");

        assertThat(store.beginUnlessUnderWay(run("a", State.RUNNING, 0), true)).isTrue();
        store.ranges().add(range);
        assertThat(store.beginUnlessUnderWay(run("a", State.RUNNING, 7), true)).isFalse();

        assertThat(store.find("a")).contains(run("a", State.RUNNING, 0));
        assertThat(store.ranges().open("a", "patient")).containsExactly(range);
        store.save(run("a", State.STOPPED, 0), Map.of(), List.of());
        assertThat(store.beginUnlessUnderWay(run("a", State.RUNNING, 0), false)).isTrue();
        assertThat(store.ranges().open("a", "patient")).containsExactly(range);
        store.save(run("a", State.FINISHED, 0), Map.of(), List.of());
        assertThat(store.beginUnlessUnderWay(run("a", State.RUNNING, 0), true)).isTrue();
        assertThat(store.ranges().open("a", "patient")).isEmpty();
    }

    @Test
    void letsOneOfManyThreadsBeginARun() throws Exception {
        RunStore store = store();
        for (State before : new State[] {null, State.FINISHED, State.STOPPED}) {
            for (int i = 0; i < 5; i++) {
                String id = before + " " + i;
                if (before != null) {
                    store.begin(run(id, before, 0), true);
                }
                CyclicBarrier start = new CyclicBarrier(4);
                List<CompletableFuture<Boolean>> begun = Stream.generate(() -> CompletableFuture.supplyAsync(
                                () -> {
                                    await(start);
                                    return store.beginUnlessUnderWay(run(id, State.RUNNING, 0), true);
                                },
                                task -> new Thread(task).start()))
                        .limit(4)
                        .toList();

                assertThat(begun.stream().filter(CompletableFuture::join)).hasSize(1);
            }
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void listsTheNewestFirst() throws Exception {
        RunStore store = store();
        for (int i = 0; i < 3; i++) {
            store.begin(
                    new ReencryptionRun("r" + i, State.RUNNING, Wish.RUN, "a", "b", AT.plusSeconds(i), AT, 0, 0), true);
        }
        assertThat(store.newest(2)).extracting(ReencryptionRun::id).containsExactly("r2", "r1");
    }

    @Test
    void handsOnWhatARunIsAskedToDo() throws Exception {
        RunStore store = store();
        store.begin(run("a", State.RUNNING, 0), true);

        assertThat(store.save(run("a", State.RUNNING, 1), Map.of(), List.of())).isEqualTo(Wish.RUN);
        assertThat(store.ask("a", Wish.PAUSE)).isTrue();
        assertThat(store.save(run("a", State.RUNNING, 2), Map.of(), List.of())).isEqualTo(Wish.PAUSE);
        assertThat(store.find("a").orElseThrow().wish()).isEqualTo(Wish.PAUSE);
    }

    @Test
    void refusesToAskARunThatHasEndedOrNeverBegan() throws Exception {
        RunStore store = store();
        store.begin(run("a", State.RUNNING, 0), true);
        store.save(run("a", State.STOPPED, 1), Map.of(), List.of());

        assertThat(store.ask("a", Wish.STOP)).isFalse();
        assertThat(store.ask("b", Wish.STOP)).isFalse();
    }

    /** Another node finished it while this one was leaving. */
    @Test
    void takesNoFinishedRunBackUntilItBeginsAnew() throws Exception {
        RunStore store = store();
        store.begin(run("a", State.RUNNING, 0), true);
        store.save(run("a", State.FINISHED, 100), Map.of(), List.of());

        store.save(run("a", State.RUNNING, 7), Map.of(), List.of(value("1")));
        store.save(run("a", State.STOPPED, 7), Map.of(), List.of());

        assertThat(store.find("a")).contains(run("a", State.FINISHED, 100));
        assertThat(store.quarantine("a", 10)).hasSize(1);
        assertThat(store.beginUnlessUnderWay(run("a", State.RUNNING, 0), true)).isTrue();
        store.save(run("a", State.RUNNING, 7), Map.of(), List.of());
        assertThat(store.find("a")).contains(run("a", State.RUNNING, 7));
    }

    /** One of its nodes counts, and the others do not know. */
    @Test
    void keepsWhatOneNodeCountedAtTheEndUntilTheRunBeginsAnew() throws Exception {
        RunStore store = store();
        store.begin(run("a", State.RUNNING, 0), true);
        assertThat(store.find("a").orElseThrow().rowsRemaining()).isEmpty();
        store.save(run("a", State.FINISHED, 100).leaving(OptionalLong.of(7)), Map.of(), List.of());

        store.save(run("a", State.FINISHED, 100), Map.of(), List.of());

        assertThat(store.find("a").orElseThrow().rowsRemaining()).hasValue(7);
        store.begin(run("a", State.RUNNING, 0), true);
        assertThat(store.find("a").orElseThrow().rowsRemaining()).isEmpty();
    }

    @Test
    void remembersPositionsUntilTheRunBeginsAnew() throws Exception {
        RunStore store = store();
        store.begin(run("a", State.RUNNING, 0), true);
        store.begin(run("b", State.RUNNING, 0), true);
        Map<String, String> positions = new HashMap<>();
        positions.put("patient.ssn", "l1:7");
        positions.put("visit.result", null);
        store.save(run("a", State.RUNNING, 1), positions, List.of());
        store.save(run("a", State.RUNNING, 1), Map.of("patient.ssn", "l1:9"), List.of());

        positions.put("patient.ssn", "l1:9");
        assertThat(store.positions("a")).isEqualTo(positions);
        assertThat(store.positions("b")).isEmpty();
        store.begin(run("a", State.RUNNING, 0), false);
        assertThat(store.positions("a")).isEqualTo(positions);
        store.begin(run("a", State.RUNNING, 0), true);
        assertThat(store.positions("a")).isEmpty();
    }

    @Test
    void listsTheQuarantineInItsOrder() throws Exception {
        RunStore store = store();
        store.begin(run("a", State.RUNNING, 0), true);
        QuarantinedValue[] values = {
            new QuarantinedValue("patient", "ssn", "7", new KeyId(-2), Reason.DOES_NOT_OPEN, AT),
            new QuarantinedValue("patient", "ssn", "north, ä", null, Reason.NOT_SEALED, AT),
            new QuarantinedValue("alias", "name", "", new KeyId(3), Reason.KEY_UNAVAILABLE, AT)
        };
        store.save(run("a", State.RUNNING, 1), Map.of(), List.of(values[0]));
        store.save(run("a", State.RUNNING, 1), Map.of(), Arrays.asList(values).subList(1, 3));

        assertThat(store.quarantine("a", 10)).containsExactly(values);
        assertThat(store.quarantine("a", 2)).containsExactly(values[0], values[1]);
        store.begin(run("a", State.RUNNING, 0), true);
        assertThat(store.quarantine("a", 10)).isEmpty();
    }

    /** The connection broke after the commit, so the run saves the same again, and whatever it has met since. */
    @Test
    void takesASaveAgainWhoseAnswerWasLost() throws Exception {
        RunStore store = store();
        store.begin(run("a", State.RUNNING, 0), true);
        QuarantinedValue first = value("1");
        QuarantinedValue second = value("2");
        QuarantinedValue third = value("3");
        store.save(run("a", State.RUNNING, 1), Map.of("patient.ssn", "l1:1"), List.of(first, second));
        store.ask("a", Wish.STOP);

        Wish wish =
                store.save(run("a", State.RUNNING, 3), Map.of("patient.ssn", "l1:3"), List.of(first, second, third));

        assertThat(wish).isEqualTo(Wish.STOP);
        assertThat(store.find("a").orElseThrow().rowsDone()).isEqualTo(3);
        assertThat(store.positions("a")).containsEntry("patient.ssn", "l1:3");
        assertThat(store.quarantine("a", 10)).containsExactly(first, second, third);
    }

    @Test
    void keepsWhatTwoProcessesMetThatGoUnderOneId() throws Exception {
        RunStore store = store();
        store.begin(run("a", State.RUNNING, 0), true);
        store.save(run("a", State.RUNNING, 1), Map.of(), List.of(value("1")));
        store.save(run("a", State.RUNNING, 1), Map.of(), List.of(value("2")));

        // The other one knows of the first value only
        store.save(run("a", State.RUNNING, 1), Map.of(), List.of(value("2"), value("3")));
        store.save(run("a", State.RUNNING, 1), Map.of(), List.of(value("4")));
        // It meets, after a save of its own, what the first one has listed
        store.save(run("a", State.RUNNING, 1), Map.of(), List.of(value("2"), value("3")));

        assertThat(store.quarantine("a", 10))
                .extracting(QuarantinedValue::rowKey)
                .containsExactly("1", "2", "3", "4");
    }

    @Test
    void takesARangeOfANumberOnce() throws Exception {
        RunRanges ranges = store().ranges();
        KeyRange first = KeyRange.cut("a", "patient", 0, null, "l1:9", "node 1");

        assertThat(ranges.add(first)).isTrue();
        assertThat(ranges.add(KeyRange.cut("a", "patient", 0, null, "l1:8", "node 2")))
                .isFalse();

        assertThat(ranges.open("a", "patient")).containsExactly(first);
        assertThat(ranges.open("a", "visit")).isEmpty();
        assertThat(ranges.open("b", "patient")).isEmpty();
    }

    @Test
    void changesARangeOnlyForWhoKnowsIt() throws Exception {
        RunRanges ranges = store().ranges();
        KeyRange cut = KeyRange.cut("a", "patient", 0, null, null, "node 1");
        ranges.add(cut);
        KeyRange beaten = cut.at("l1:7", new RunFigures(4, 3, 1, 0));

        assertThat(ranges.replace(cut, beaten)).isTrue();
        assertThat(ranges.replace(cut, cut.ownedBy("node 2")))
                .as("another beat")
                .isFalse();
        assertThat(ranges.replace(beaten.ownedBy("node 2"), cut))
                .as("another owner")
                .isFalse();

        assertThat(ranges.open("a", "patient")).containsExactly(beaten);
    }

    @Test
    void listsRangesThatAreNotDoneAndTheLastOne() throws Exception {
        RunRanges ranges = store().ranges();
        for (int i = 0; i < 3; i++) {
            KeyRange range = KeyRange.cut("a", "patient", i, i == 0 ? null : "l1:" + i, "l1:" + (i + 1), "node");
            ranges.add(range);
            if (i != 1) {
                ranges.replace(range, range.finished());
            }
        }

        assertThat(ranges.open("a", "patient")).extracting(KeyRange::number).containsExactly(1L, 2L);
        assertThat(ranges.open("a", "patient")).extracting(KeyRange::done).containsExactly(false, true);
    }

    @Test
    void addsUpTheFiguresOfARunUntilItBeginsAnew() throws Exception {
        RunStore store = store();
        RunRanges ranges = store.ranges();
        store.begin(run("a", State.RUNNING, 0), true);
        for (String part : List.of("patient", "visit")) {
            KeyRange range = KeyRange.cut("a", part, 0, null, null, "node");
            ranges.add(range);
            ranges.replace(range, range.at(null, new RunFigures(10, 7, 2, 1)));
        }
        ranges.add(KeyRange.cut("b", "patient", 0, null, null, "node"));

        assertThat(ranges.figures("a")).isEqualTo(new RunFigures(20, 14, 4, 2));
        store.begin(run("a", State.RUNNING, 0), false);
        assertThat(ranges.figures("a")).isEqualTo(new RunFigures(20, 14, 4, 2));
        store.begin(run("a", State.RUNNING, 0), true);
        assertThat(ranges.figures("a")).isEqualTo(RunFigures.NONE);
        assertThat(ranges.open("b", "patient")).hasSize(1);
    }

    private static QuarantinedValue value(String rowKey) {
        return new QuarantinedValue("patient", "ssn", rowKey, new KeyId(3), Reason.DOES_NOT_OPEN, AT);
    }
}
