package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.Clinic.SOUTH;
import static io.columnseal.reencrypt.ClinicTables.ALLERGY;
import static io.columnseal.reencrypt.ClinicTables.CITY;
import static io.columnseal.reencrypt.ClinicTables.RESULT;
import static io.columnseal.reencrypt.ClinicTables.SSN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.ReencryptionException;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.key.AccessLog;
import io.columnseal.key.KeyId;
import io.columnseal.key.LogOperation;
import io.columnseal.key.LoggedEntry;
import io.columnseal.reencrypt.ReencryptionPlan.KeyForecast;
import io.columnseal.reencrypt.ReencryptionRun.State;
import io.columnseal.reencrypt.ReencryptionRun.Wish;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a run is held back, paused, stopped, taken up again and accounted for. */
class ReencryptionControlTest {

    private static final String RUN = "rotation-2026-11";

    private final SimulatedTime time = new SimulatedTime();
    private final RunStore runs = new InMemoryRunStore();
    private final AtomicInteger censuses = new AtomicInteger();
    private TestDatabase database;
    private ClinicTables tables;
    private Clinic clinic;

    @BeforeEach
    void open() {
        database = H2ReencryptionTest.h2("control");
        tables = new ClinicTables(database.dataSource());
        tables.create(database);
        clinic = new Clinic();
    }

    @AfterEach
    void close() {
        clinic.close();
        database.close();
    }

    @Test
    void goesOnBehindTheLastPageThatWasDone() {
        insertPatients(NORTH, 0, 100);
        clinic.rotate(NORTH);
        AtomicInteger pages = new AtomicInteger();
        ReencryptionReport stopped = run(SSN).listener(progress -> pages.incrementAndGet())
                .stopWhen(() -> pages.get() >= 5)
                .pageSize(5)
                .run();
        int pagesBefore = pages.get();

        assertThat(runs.find(RUN)).get().extracting(ReencryptionRun::state).isEqualTo(State.STOPPED);
        assertThat(runs.positions(RUN)).hasSize(1);
        ReencryptionReport finished = run(SSN).listener(progress -> pages.incrementAndGet())
                .pageSize(5)
                .run();

        assertThat(stopped.complete()).isFalse();
        assertThat(finished.complete()).isTrue();
        assertThat(stopped.reencrypted() + finished.reencrypted()).isEqualTo(100);
        // 20 pages of five, what may be an empty one, and the end
        assertThat(pages.get()).isLessThanOrEqualTo(22);
        assertThat(pages.get() - pagesBefore).isLessThanOrEqualTo(17);
        assertThat(runs.find(RUN)).get().satisfies(run -> {
            assertThat(run.state()).isEqualTo(State.FINISHED);
            assertThat(run.rowsDone()).isEqualTo(run.rowsTotal());
        });
    }

    @Test
    void isStoppedByAnythingThatItWasToldToBeStoppedBy() {
        insertPatients(NORTH, 0, 10);
        clinic.rotate(NORTH);

        assertThat(run(SSN).stopWhen(() -> true).stopWhen(() -> false).run().stopped())
                .isTrue();
    }

    @Test
    void movesWhatWasWrittenUnderTheOldKeyBehindItsPosition() {
        insertPatients(NORTH, 0, 40);
        Object old = tables.query("select ssn from patient where id = 39").get(0)[0];
        clinic.rotate(NORTH);
        AtomicInteger pages = new AtomicInteger();
        run(SSN).listener(progress -> pages.incrementAndGet())
                .stopWhen(() -> pages.get() >= 3)
                .pageSize(2)
                .run();
        tables.update("update patient set ssn = ? where id = 0", old);

        ReencryptionReport finished = run(SSN).pageSize(2).run();

        assertThat(finished.complete()).isTrue();
        assertThat(Clinic.keyOf(
                        tables.query("select ssn from patient where id = 0").get(0)[0]))
                .isEqualTo(clinic.activeKey(NORTH));
    }

    @Test
    void beginsAnewOnceItCameToItsEnd() {
        insertPatients(NORTH, 0, 10);
        clinic.rotate(NORTH);
        run(SSN).run();
        clinic.rotate(NORTH);

        assertThat(run(SSN).run().reencrypted()).isEqualTo(10);
        assertThat(runs.newest(10)).hasSize(1);
    }

    @Test
    void waitsWhileItIsPausedFromAnotherNode() {
        insertPatients(NORTH, 0, 40);
        clinic.rotate(NORTH);
        List<Long> done = new ArrayList<>();
        time.afterEveryNap(() -> {
            done.add(runs.find(RUN).orElseThrow().rowsDone());
            if (done.size() == 20) {
                runs.ask(RUN, Wish.RUN);
            }
        });

        ReencryptionReport report = run(SSN).pageSize(2)
                .listener(progress -> {
                    if (progress.rowsDone() == 10) {
                        runs.ask(RUN, Wish.PAUSE);
                    }
                })
                .run();

        assertThat(report.complete()).isTrue();
        assertThat(done)
                .hasSizeGreaterThanOrEqualTo(20)
                .allSatisfy(rows -> assertThat(rows).isLessThan(40));
        assertThat(done.get(1)).isEqualTo(done.get(19));
    }

    @Test
    void waitsWhileItIsPausedInItsProcess() {
        insertPatients(NORTH, 0, 10);
        clinic.rotate(NORTH);
        Reencryption run = run(SSN);
        run.control().pause();
        AtomicInteger naps = new AtomicInteger();
        time.afterEveryNap(() -> {
            if (naps.incrementAndGet() == 3) {
                run.control().resume();
            }
        });

        assertThat(run.run().complete()).isTrue();
        assertThat(naps).hasValue(3);
    }

    @Test
    void stopsWhenAnotherNodeAsksItTo() {
        insertPatients(NORTH, 0, 60);
        clinic.rotate(NORTH);

        ReencryptionReport report = run(SSN).pageSize(2)
                .listener(progress -> runs.ask(RUN, Wish.STOP))
                .run();

        assertThat(report.stopped()).isTrue();
        assertThat(report.reencrypted()).isBetween(2L, 20L);
        assertThat(runs.ask(RUN, Wish.RUN)).as("it has ended").isFalse();
        assertThat(run(SSN).run().complete()).isTrue();
    }

    @Test
    void movesNoMoreRowsInASecondThanItMay() {
        insertPatients(NORTH, 0, 200);
        clinic.rotate(NORTH);

        assertThat(run(SSN).rowsPerSecond(20).run().complete()).isTrue();

        assertThat(time.passed()).isBetween(Duration.ofMillis(9500), Duration.ofMillis(10500));
    }

    @Test
    void worksOnlyAtItsTimeOfTheDay() {
        insertPatients(NORTH, 0, 4);
        clinic.rotate(NORTH);
        List<LocalTime> moved = new ArrayList<>();

        run(SSN).onlyBetween(LocalTime.of(22, 0), LocalTime.of(6, 0))
                .onlyBetween(LocalTime.of(13, 0), LocalTime.of(14, 0))
                .listener(progress -> moved.add(LocalTime.now(time)))
                .run();

        assertThat(moved)
                .isNotEmpty()
                .allSatisfy(at -> assertThat(at).isBetween(LocalTime.of(13, 0), LocalTime.of(13, 1)));
    }

    @Test
    void movesWhatLiesUnderCompromisedKeysFirst() {
        insertPatients(SOUTH, 0, 50);
        insertPatients(NORTH, 50, 60);
        tables.update("insert into allergy values (1, ?)", clinic.seal(ALLERGY, NORTH, "x"));
        KeyId south = clinic.activeKey(SOUTH);
        clinic.rotate(SOUTH);
        KeyId leaked = clinic.activeKey(NORTH);
        clinic.seal().keys().markCompromised(leaked, "test", "test");
        List<ReencryptionProgress> told = new ArrayList<>();

        // Eleven values under the leaked key in two tables
        ReencryptionReport stopped = run(SSN, ALLERGY)
                .pageSize(5)
                .listener(told::add)
                .stopWhen(() -> !told.isEmpty() && told.get(told.size() - 1).rowsDone() >= 11)
                .run();

        assertThat(stopped.stopped()).isTrue();
        assertThat(keysIn("select ssn from patient where id >= 50")).containsExactly(clinic.activeKey(NORTH));
        assertThat(keysIn("select substance from allergy")).containsExactly(clinic.activeKey(NORTH));
        assertThat(keysIn("select ssn from patient where id < 50")).containsExactly(south);
        ReencryptionReport finished = run(SSN, ALLERGY).pageSize(5).run();
        assertThat(finished.complete()).isTrue();
        assertThat(finished.reencrypted()).isEqualTo(50);
    }

    @Test
    void tellsWhatItMovedOfCompromisedKeysWhenItIsStoppedThere() {
        insertPatients(NORTH, 0, 20);
        byte[] altered = altered(1);
        clinic.seal().keys().markCompromised(clinic.activeKey(NORTH), "test", "test");
        AtomicInteger pages = new AtomicInteger();

        ReencryptionReport report = run(SSN).pageSize(2)
                .listener(progress -> pages.incrementAndGet())
                .stopWhen(() -> pages.get() >= 3)
                .run();

        long moved = tables.query("select ssn from patient").stream()
                .filter(row -> Clinic.keyOf(row[0]).equals(clinic.activeKey(NORTH)))
                .count();
        assertThat(moved).isBetween(5L, 19L);
        assertThat(report.stopped()).isTrue();
        assertThat(report.reencrypted()).isEqualTo(moved);
        assertThat(report.rowsRead()).isEqualTo(moved + 1);
        assertThat(report.undecryptableRows()).isEqualTo(1);
        assertThat(report.columns().get(0).remaining()).isEmpty();
        assertThat(tables.query("select ssn from patient where id = 1").get(0)[0])
                .isEqualTo(altered);
    }

    /** A run may pause for days, and keys rotate meanwhile. */
    @Test
    void countsAtItsEndAlsoWhatWasCurrentWhenItBegan() {
        insertPatients(NORTH, 0, 4);
        tables.update("insert into allergy values (1, ?)", clinic.seal(ALLERGY, SOUTH, "x"));
        clinic.rotate(NORTH);

        ReencryptionReport report =
                run(ALLERGY, SSN).listener(progress -> clinic.rotate(SOUTH)).run();

        assertThat(report.columns().get(0).remaining()).hasValue(1);
        assertThat(report.columns().get(1).remaining()).hasValue(0);
        assertThat(report.complete()).isFalse();
        assertThat(entry().success()).isFalse();
    }

    @Test
    void countsAtItsEndAlsoWhatItMovedEarlier() {
        insertPatients(NORTH, 0, 4);
        tables.update("insert into allergy values (1, ?)", clinic.seal(ALLERGY, NORTH, "x"));
        clinic.rotate(NORTH);

        ReencryptionReport report = run(SSN, ALLERGY)
                .listener(progress -> {
                    if (progress.column().equals(ALLERGY)) {
                        clinic.rotate(NORTH);
                    }
                })
                .run();

        assertThat(report.columns().get(0).reencrypted()).isEqualTo(4);
        assertThat(report.columns().get(0).remaining()).hasValue(4);
    }

    @Test
    void countsAValueUnderACompromisedKeyOnceThatDoesNotOpen() {
        insertPatients(NORTH, 0, 3);
        byte[] altered = altered(1);
        clinic.seal().keys().markCompromised(clinic.activeKey(NORTH), "test", "test");

        ReencryptionReport report = run(SSN).run();

        assertThat(report.rowsRead()).isEqualTo(3);
        assertThat(report.undecryptableRows()).isEqualTo(1);
        assertThat(tables.query("select ssn from patient where id = 1").get(0)[0])
                .isEqualTo(altered);
    }

    @Test
    void listsWhereValuesLieThatDoNotOpen() {
        insertPatients(NORTH, 0, 30);
        KeyId old = clinic.activeKey(NORTH);
        byte[] altered = altered(7);
        clinic.rotate(NORTH);

        ReencryptionReport report = run(SSN, CITY).pageSize(4).run();

        assertThat(report.reencrypted()).isEqualTo(59);
        assertThat(report.quarantined()).isEqualTo(1);
        assertThat(runs.quarantine(RUN, 10)).singleElement().satisfies(value -> {
            assertThat(value.table()).isEqualTo("patient");
            assertThat(value.column()).isEqualTo("ssn");
            assertThat(value.rowKey()).isEqualTo("7");
            assertThat(value.key()).isEqualTo(old);
            assertThat(value.reason()).isEqualTo(Reason.DOES_NOT_OPEN);
        });
        assertThat(tables.query("select ssn from patient where id = 7").get(0)[0])
                .isEqualTo(altered);
    }

    @Test
    void listsWhereValuesLieThatItDoesNotEvenRead() {
        insertPatients(NORTH, 0, 30);
        insertPatients(SOUTH, 30, 31);
        KeyId south = clinic.activeKey(SOUTH);
        clinic.seal().keys().suspend(south, "test", "test");
        byte[] unknown = (byte[]) clinic.seal(SSN, NORTH, "x");
        unknown[1] ^= 1;
        KeyId missing = Clinic.keyOf(unknown);
        tables.update("update patient set ssn = ? where id = 3", (Object) unknown);
        tables.update("update patient set ssn = ? where id = 4", (Object) Arrays.copyOf(unknown, 20));
        tables.update("update patient set ssn = ? where id = 5", (Object) new byte[0]);
        tables.update("update patient set city = 'Appendectomy, twice' where id = 6");
        clinic.rotate(NORTH);

        ReencryptionReport report = run(SSN, CITY).pageSize(4).run();

        assertThat(report.reencrypted()).isEqualTo(56);
        assertThat(report.undecryptableRows()).isEqualTo(6);
        assertThat(runs.quarantine(RUN, 10))
                .extracting(
                        QuarantinedValue::column,
                        QuarantinedValue::rowKey,
                        QuarantinedValue::key,
                        QuarantinedValue::reason)
                .containsExactlyInAnyOrder(
                        tuple("ssn", "3", missing, Reason.UNKNOWN_KEY),
                        tuple("ssn", "4", null, Reason.NOT_SEALED),
                        tuple("ssn", "5", null, Reason.NOT_SEALED),
                        tuple("ssn", "30", south, Reason.KEY_UNUSABLE),
                        tuple("city", "6", null, Reason.NOT_SEALED),
                        tuple("city", "30", south, Reason.KEY_UNUSABLE));
    }

    @Test
    void listsNoMoreValuesThanTheQuarantineTakes() {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < RunJournal.MAX_QUARANTINED + 5; i++) {
            rows.add(new Object[] {(long) i, "Springfield"});
        }
        tables.insert("insert into patient (id, city) values (?, ?)", rows);

        ReencryptionReport report = run(CITY).run();

        assertThat(report.undecryptableRows()).isEqualTo(rows.size());
        assertThat(report.quarantined()).isEqualTo(RunJournal.MAX_QUARANTINED);
    }

    @Test
    void listsAValueOnceHoweverOftenTheRunWasTakenUp() {
        insertPatients(NORTH, 0, 30);
        altered(1);
        altered(20);
        clinic.rotate(NORTH);
        for (int i = 1; i <= 3; i++) {
            AtomicInteger pages = new AtomicInteger();
            run(SSN).pageSize(2)
                    .listener(progress -> pages.incrementAndGet())
                    .stopWhen(() -> pages.get() >= 2)
                    .run();
        }

        ReencryptionReport report = run(SSN).run();

        assertThat(report.quarantined()).isEqualTo(2);
        assertThat(report.remaining()).isEqualTo(2);
        assertThat(runs.quarantine(RUN, 10))
                .extracting(QuarantinedValue::rowKey)
                .containsExactlyInAnyOrder("1", "20");
    }

    @Test
    void plansWhatItWouldMoveAndChangesNothing() {
        insertPatients(SOUTH, 0, 3);
        insertPatients(NORTH, 10, 15);
        altered(0);
        tables.update("insert into patient (id, city) values (99, 'Springfield')");
        KeyId south = clinic.activeKey(SOUTH);
        KeyId north = clinic.activeKey(NORTH);
        clinic.rotate(SOUTH);
        clinic.seal().keys().markCompromised(north, "test", "test");
        List<Object[]> before = tables.query("select * from patient order by id");

        ReencryptionPlan plan = run(SSN, CITY).plan();

        assertThat(plan.rows()).isEqualTo(16);
        assertThat(plan.compromisedRows()).isEqualTo(10);
        assertThat(plan.kmsCalls()).isEqualTo(4);
        assertThat(plan.rowsPerSecond()).isEqualTo(20_000);
        assertThat(run(SSN).rowsPerSecond(2).plan().estimatedTime()).isEqualTo(Duration.ofSeconds(4));
        assertThat(run(SSN, CITY).rowsPerSecond(2).plan().estimatedTime())
                .as("both columns of a row are moved at once")
                .isEqualTo(Duration.ofSeconds(4));
        long bytes = 5L
                * Clinic.bytes(tables.query("select ssn from patient where id = 10")
                                .get(0)[0])
                        .length;
        assertThat(plan.columns().get(0).keys())
                .extracting(KeyForecast::key, KeyForecast::tenant, KeyForecast::compromised, KeyForecast::rows)
                .containsExactly(tuple(north, NORTH, true, 5L), tuple(south, SOUTH, false, 3L));
        assertThat(plan.columns().get(0).keys().get(0).bytes()).isEqualTo(bytes);
        assertThat(plan.columns().get(1).undecryptable())
                .containsExactly(new Undecryptable(null, Reason.NOT_SEALED, 1));
        assertThat(tables.query("select * from patient order by id")).containsExactlyElementsOf(before);
        assertThat(runs.newest(1)).isEmpty();
    }

    @Test
    void isInTheAccessLogWithItsResult() {
        insertPatients(NORTH, 0, 5);
        clinic.rotate(NORTH);

        ReencryptionReport report = run(SSN).by("j.doe", "yearly rotation").run();

        assertThat(entry().success()).isTrue();
        assertThat(entry().actor()).isEqualTo("j.doe");
        assertThat(entry().reason())
                .startsWith("yearly rotation: run " + report.run() + " moved 5 of 5 values")
                .contains("0 conflicts", "0 retries", "0 undecryptable", "0 remaining");
        assertThat(clinic.seal().audit().verify().findings()).isEmpty();
    }

    @Test
    void isInTheAccessLogAsAFailureIfSomethingRemains() {
        insertPatients(NORTH, 0, 5);
        altered(1);
        clinic.rotate(NORTH);

        run(SSN).run();

        assertThat(entry().success()).isFalse();
        assertThat(entry().reason()).contains("1 undecryptable", "1 remaining");
        assertThat(runs.find(RUN).orElseThrow().rowsRemaining()).hasValue(1);
    }

    @Test
    void saysInTheAccessLogWhatWasNotCounted() {
        insertPatients(NORTH, 0, 9);
        clinic.rotate(NORTH);
        AtomicInteger pages = new AtomicInteger();

        run(SSN).pageSize(2)
                .listener(progress -> pages.incrementAndGet())
                .stopWhen(() -> pages.get() >= 2)
                .run();

        assertThat(entry().success()).isFalse();
        assertThat(entry().reason()).endsWith("remaining not counted, stopped");
    }

    @Test
    void refusesAtOnceWhatTheAccessLogCouldNotHold() {
        for (String reason : List.of(" ", "two\nlines", "x".repeat(1001))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> run(SSN).by("j.doe", reason))
                    .withMessageContaining("reason");
        }
        String longest = "x".repeat(599) + "\uD83D\uDD11" + "x".repeat(399);

        run(SSN).by("j.doe", longest).run();

        assertThat(entry().reason()).startsWith("x".repeat(599) + ": run ");
    }

    /** Of the only run. */
    private AccessLog.Entry entry() {
        List<AccessLog.Entry> entries = clinic.keyStore().accessLog().read(0, 1000).stream()
                .map(LoggedEntry::entry)
                .filter(entry -> entry.operation().equals(LogOperation.REENCRYPT))
                .toList();
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }

    @Test
    void goesOnWhileItCannotRememberHowFarItIs() {
        insertPatients(NORTH, 0, 30);
        clinic.rotate(NORTH);

        assertThat(run(SSN).rememberedIn(savingNothing(), RUN).pageSize(3).run().complete())
                .isTrue();
    }

    /** A disk that is full takes no position, and says all the same that somebody wants the run to end. */
    @Test
    void hearsWhatItIsAskedWhileItCannotRememberHowFarItIs() {
        insertPatients(NORTH, 0, 60);
        clinic.rotate(NORTH);

        ReencryptionReport report = run(SSN).rememberedIn(savingNothing(), RUN)
                .pageSize(2)
                .listener(progress -> runs.ask(RUN, Wish.STOP))
                .run();

        assertThat(report.stopped()).isTrue();
        assertThat(report.reencrypted()).isBetween(2L, 20L);
    }

    /** As after an hour's sleep of the machine whose clock was wrong. */
    @Test
    void hearsWhatItIsAskedThoughTheClockIsSetBack() {
        Instant start = Instant.parse("2026-11-29T12:00:00Z");
        AtomicReference<Instant> now = new AtomicReference<>(start);
        RunTime set = new RunTime(
                ((InstantSource) now::get).withZone(ZoneOffset.UTC),
                time.runTime().nanoTime(),
                time.runTime().pause());
        RunJournal journal =
                RunJournal.open(runs, RUN, new RunJournal.Signature("j.doe", "-"), set, Duration.ofSeconds(1));
        runs.ask(RUN, Wish.PAUSE);
        now.set(start.minus(Duration.ofHours(1)));

        journal.saveIfDue();
        assertThat(journal.wish()).isEqualTo(Wish.RUN);
        time.pass(Duration.ofSeconds(1));
        journal.saveIfDue();

        assertThat(journal.wish()).isEqualTo(Wish.PAUSE);
    }

    @Test
    void isStoppedOnceItEndedWithAnError() {
        insertPatients(NORTH, 0, 30);
        clinic.rotate(NORTH);
        AtomicInteger pages = new AtomicInteger();
        DataSource full = new FailingDataSource(database.dataSource(), method -> {
            if (method.equals(FailingDataSource.UPDATE) && pages.incrementAndGet() > 5) {
                throw new SQLException("disk full", "53100");
            }
        });

        assertThatThrownBy(() -> run(full, SSN).pageSize(2).run()).isInstanceOf(ReencryptionException.class);

        assertThat(runs.find(RUN)).get().extracting(ReencryptionRun::state).isEqualTo(State.STOPPED);
        assertThat(runs.ask(RUN, Wish.PAUSE)).isFalse();
        assertThat(run(SSN).run().reencrypted()).isBetween(1L, 25L);
        assertThat(runs.find(RUN)).get().extracting(ReencryptionRun::state).isEqualTo(State.FINISHED);
    }

    @Test
    void tellsWhatEndedItThoughItCannotBeWrittenDown() {
        insertPatients(NORTH, 0, 2);
        clinic.rotate(NORTH);
        DataSource full = new FailingDataSource(database.dataSource(), method -> {
            if (method.equals(FailingDataSource.UPDATE)) {
                throw new SQLException("disk full", "53100");
            }
        });

        assertThatThrownBy(() -> run(full, SSN)
                        .rememberedIn(saving(new IllegalStateException("a store of somebody's")), RUN)
                        .timing(time.runTime(), Duration.ofHours(1))
                        .run())
                .isInstanceOf(ReencryptionException.class)
                .hasSuppressedException(new IllegalStateException("a store of somebody's"));
    }

    private RunStore savingNothing() {
        return saving(new KeyStoreUnavailableException("remember how far a run is", null));
    }

    private RunStore saving(RuntimeException failure) {
        return (RunStore) Proxy.newProxyInstance(
                RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("save")) {
                        throw failure;
                    }
                    return method.invoke(runs, arguments);
                });
    }

    /** A count looks through the whole table: one for all columns, before and after. */
    @Test
    void aShortRunCountsATableTwice() {
        insertPatients(NORTH, 0, 10);
        clinic.rotate(NORTH);

        ReencryptionReport report = counting(SSN, CITY).run();

        assertThat(report.complete()).isTrue();
        assertThat(report.columns()).extracting(ColumnReport::rowsRead).containsExactly(10L, 10L);
        assertThat(censuses).hasValue(2);
    }

    /** What was counted a while ago says little about what a walk will find. */
    @Test
    void countsATableAnewWhoseWalkBeginsAMinuteLater() {
        insertPatients(NORTH, 0, 65);
        tables.update(
                "insert into visit (clinic, visited, seq, result) values ('n', date '2026-11-29', 1, ?)",
                clinic.seal(RESULT, NORTH, "negative"));
        clinic.rotate(NORTH);

        assertThat(counting(SSN, RESULT).rowsPerSecond(1).run().complete()).isTrue();

        // Of each table one at the beginning and one at the end, and one before the second walk
        assertThat(censuses).hasValue(5);
    }

    private Reencryption counting(SealedColumn... columns) {
        DataSource watched = FailpointDataSource.of(database.dataSource(), "", point -> {
            if (point.equals("census")) {
                censuses.incrementAndGet();
            }
        });
        return clinic.seal().reencryption(watched, List.of(columns)).timing(time.runTime(), Duration.ZERO);
    }

    /** Remembered, in simulated time, written down after every page. */
    private Reencryption run(SealedColumn... columns) {
        return run(database.dataSource(), columns);
    }

    private Reencryption run(DataSource dataSource, SealedColumn... columns) {
        return clinic.seal()
                .reencryption(dataSource, List.of(columns))
                .rememberedIn(runs, RUN)
                .timing(time.runTime(), Duration.ZERO);
    }

    private Set<KeyId> keysIn(String query) {
        Set<KeyId> keys = new HashSet<>();
        tables.query(query).forEach(row -> keys.add(Clinic.keyOf(row[0])));
        return keys;
    }

    private byte[] altered(int id) {
        byte[] stored = (byte[])
                tables.query("select ssn from patient where id = " + id).get(0)[0];
        stored[stored.length - 1] ^= 1;
        tables.update("update patient set ssn = ? where id = " + id, stored);
        return stored;
    }

    private void insertPatients(String tenant, int from, int to) {
        for (int i = from; i < to; i++) {
            tables.update(
                    "insert into patient (id, ssn, city) values (?, ?, ?)",
                    (long) i,
                    clinic.seal(SSN, tenant, "ssn " + i),
                    clinic.seal(CITY, tenant, "city " + i));
        }
    }
}
