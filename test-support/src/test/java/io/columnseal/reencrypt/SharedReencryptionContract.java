package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.Clinic.SOUTH;
import static io.columnseal.reencrypt.ClinicTables.ALIAS;
import static io.columnseal.reencrypt.ClinicTables.ALLERGY;
import static io.columnseal.reencrypt.ClinicTables.CITY;
import static io.columnseal.reencrypt.ClinicTables.RESULT;
import static io.columnseal.reencrypt.ClinicTables.SSN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.columnseal.KeyStoreException;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.key.AccessLog;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.LogOperation;
import io.columnseal.key.LoggedEntry;
import io.columnseal.reencrypt.ReencryptionRun.State;
import io.columnseal.reencrypt.ReencryptionRun.Wish;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run that several nodes share, on each database. */
@Timeout(60)
abstract class SharedReencryptionContract {

    private static final String RUN = "rotation-2026-11";
    private static final String COUNT = "count at the end";
    private static final Duration SHORT_LEASE = Duration.ofSeconds(4);
    private static final int ROWS_OF_A_RANGE = NodeShare.PAGES_OF_A_RANGE;

    private final SimulatedTime time = new SimulatedTime();
    private TestDatabase database;
    private RunStore runs;
    private ClinicTables tables;
    private Clinic clinic;

    abstract TestDatabase connect() throws Exception;

    @BeforeEach
    void open() throws Exception {
        database = connect();
        runs = JdbcRunStores.empty(database.dataSource());
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
    void movesEveryTableRangeByRange() {
        int rows = 3 * ROWS_OF_A_RANGE + 5;
        insertPatients(NORTH, 0, rows);
        List<Object[]> visits = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            visits.add(new Object[] {
                "c" + i % 3, LocalDate.of(2026, 1, 1).plusDays(i % 7), i, clinic.seal(RESULT, NORTH, "result " + i)
            });
        }
        tables.insert("insert into visit (clinic, visited, seq, result) values (?, ?, ?, ?)", visits);
        tables.update("insert into allergy values (?, ?)", 1L, clinic.seal(ALLERGY, NORTH, "nuts"));
        tables.update("insert into alias values (?, ?)", 1L, clinic.seal(ALIAS, NORTH, "Jo"));
        clinic.rotate(NORTH);
        run(ClinicTables.ALL).begin();

        ReencryptionReport report = run(ClinicTables.ALL).share().orElseThrow();

        assertThat(report.complete()).isTrue();
        assertThat(report.conflicts()).isZero();
        assertThat(report.reencrypted()).isEqualTo(3L * rows + 2);
        assertThat(report.rowsRead()).as("no range reaches into another").isEqualTo(3L * rows + 2);
        ReencryptionRun run = runs.find(RUN).orElseThrow();
        assertThat(run.state()).isEqualTo(State.FINISHED);
        assertThat(run.rowsRemaining()).hasValue(0);
        assertThat(run.rowsTotal()).isEqualTo(3L * rows + 2);
        assertThat(run.rowsDone()).isEqualTo(3L * rows + 2);
        assertThat(runs.ranges().figures(RUN).reencrypted()).isEqualTo(3L * rows + 2);
        visits.forEach(visit -> assertThat(clinic.open(
                        RESULT,
                        NORTH,
                        tables.query("select result from visit where seq = ?", visit[2])
                                .get(0)[0]))
                .isEqualTo("result " + visit[2]));
    }

    @Test
    void leavesToEachNodeWhatTheOtherDoesNotHave() throws Exception {
        int ranges = 5;
        insertPatients(SOUTH, 0, ranges * ROWS_OF_A_RANGE);
        clinic.rotate(SOUTH);
        run(List.of(SSN, CITY)).begin();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch othersDone = new CountDownLatch(1);
        CompletableFuture<ReencryptionReport> slow = CompletableFuture.supplyAsync(() -> realTime(List.of(SSN, CITY))
                .listener(progress -> {
                    begun.countDown();
                    await(othersDone);
                })
                .share()
                .orElseThrow());
        await(begun);

        AtomicInteger pages = new AtomicInteger();
        ReencryptionReport fast = realTime(List.of(SSN, CITY))
                .listener(progress -> {
                    if (pages.incrementAndGet() == (ranges - 1) * ROWS_OF_A_RANGE) {
                        othersDone.countDown();
                    }
                })
                .share()
                .orElseThrow();

        assertThat(fast.reencrypted()).isEqualTo(2L * (ranges - 1) * ROWS_OF_A_RANGE);
        assertThat(slow.get().reencrypted()).isEqualTo(2L * ROWS_OF_A_RANGE);
        assertThat(fast.conflicts() + slow.get().conflicts()).isZero();
        assertThat(List.of(fast.complete(), slow.get().complete()))
                .as("one of them has counted")
                .containsExactlyInAnyOrder(true, false);
        assertThat(entries()).singleElement().satisfies(entry -> {
            assertThat(entry.success()).isTrue();
            assertThat(entry.actor()).isEqualTo("j.doe");
            assertThat(entry.reason())
                    .contains("moved 320 of 320 values")
                    .contains("0 conflicts")
                    .contains("0 remaining");
        });
    }

    /** Where not the database is the limit, but what each node is held to. */
    @Test
    void threeNodesTakeAThirdOfTheTime() throws Exception {
        insertPatients(NORTH, 0, 9 * ROWS_OF_A_RANGE);
        clinic.rotate(NORTH);
        Duration one = timeOf(1);
        clinic.rotate(NORTH);

        Duration three = timeOf(3);

        assertThat(one).isGreaterThan(Duration.ofSeconds(20));
        assertThat(three.toMillis()).isLessThan(one.toMillis() * 45 / 100);
    }

    /** Of a run that so many throttled nodes share. */
    private Duration timeOf(int nodes) throws Exception {
        TimeOfNodes passing = new TimeOfNodes(nodes);
        run(List.of(SSN)).begin();
        List<CompletableFuture<ReencryptionReport>> shares = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            shares.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return realTime(List.of(SSN))
                                    .timing(passing.runTime(), Duration.ZERO)
                                    .lease(Duration.ofHours(1))
                                    .rowsPerSecond(10)
                                    .backOff(false)
                                    .share()
                                    .orElseThrow();
                        } finally {
                            passing.leave();
                        }
                    },
                    node -> new Thread(node).start()));
        }
        for (CompletableFuture<ReencryptionReport> share : shares) {
            assertThat(share.get().reencrypted()).isEqualTo(9L * ROWS_OF_A_RANGE / nodes);
        }
        return passing.passed();
    }

    @Test
    void takesOverWhatADeadNodeLeavesBehind() {
        insertPatients(NORTH, 0, 2 * ROWS_OF_A_RANGE);
        clinic.rotate(NORTH);
        run(List.of(SSN)).begin();
        // A node that has moved half of the first range, and said so, and then died
        AtomicInteger pages = new AtomicInteger();
        run(List.of(SSN))
                .stopWhen(() -> pages.get() >= ROWS_OF_A_RANGE / 2)
                .listener(progress -> pages.incrementAndGet())
                .share();
        String part = part(SSN);
        KeyRange released = runs.ranges().open(RUN, part).get(0);
        assertThat(released.position()).isNotNull();
        assertThat(released.owner())
                .as("a node that is stopped leaves its range")
                .isEmpty();
        runs.ranges().replace(released, released.ownedBy("dead"));
        assertThat(runs.find(RUN)).get().extracting(ReencryptionRun::state).isEqualTo(State.RUNNING);
        long movedBefore = runs.ranges().figures(RUN).reencrypted();
        Duration before = time.passed();

        ReencryptionReport report = run(List.of(SSN)).share().orElseThrow();

        assertThat(report.complete()).isTrue();
        assertThat(movedBefore).isPositive();
        assertThat(report.reencrypted()).isEqualTo(2L * ROWS_OF_A_RANGE - movedBefore);
        assertThat(time.passed().minus(before)).isBetween(Reencryption.DEFAULT_LEASE, Duration.ofSeconds(60));
    }

    @Test
    void keepsARangeThatTakesLongerThanTheLease() {
        insertPatients(NORTH, 0, 20);
        clinic.rotate(NORTH);
        run(List.of(SSN)).begin();
        RangeClaims other = otherNode();
        List<KeyRange> takenOver = new ArrayList<>();
        time.afterEveryNap(() -> other.take(part(SSN), after -> null).ifPresent(takenOver::add));

        ReencryptionReport report =
                run(List.of(SSN)).lease(SHORT_LEASE).rowsPerSecond(1).share().orElseThrow();

        assertThat(time.passed()).isGreaterThan(SHORT_LEASE.multipliedBy(3));
        assertThat(takenOver).isEmpty();
        assertThat(report.reencrypted()).isEqualTo(20);
        assertThat(report.complete()).isTrue();
    }

    @Test
    void saysHowFarARangeIsWhileItIsUnderWay() {
        insertPatients(NORTH, 0, 20);
        clinic.rotate(NORTH);
        run(List.of(SSN)).begin();
        List<String> positions = new ArrayList<>();
        time.afterEveryNap(() -> runs.ranges()
                .open(RUN, part(SSN))
                .forEach(range -> Optional.ofNullable(range.position()).ifPresent(positions::add)));

        run(List.of(SSN)).rowsPerSecond(1).share();

        assertThat(positions.stream().distinct()).hasSizeGreaterThan(10);
    }

    @Test
    void keepsACountThatTakesLongerThanTheLease() {
        insertPatients(NORTH, 0, 5);
        clinic.rotate(NORTH);
        run(List.of(SSN)).begin();
        RangeClaims other = otherNode();
        List<KeyRange> takenOver = new ArrayList<>();
        FailingDataSource slow = new FailingDataSource(database.dataSource(), method -> {
            List<KeyRange> count = runs.ranges().open(RUN, COUNT);
            if (method.equals("executeQuery")
                    && !count.isEmpty()
                    && time.passed().compareTo(SHORT_LEASE) <= 0) {
                // Twice the lease, and after each half of it a sign of life
                for (int i = 0; i < 4; i++) {
                    time.pass(SHORT_LEASE.dividedBy(2));
                    awaitSignOfLife();
                    other.take(COUNT, after -> null).ifPresent(takenOver::add);
                }
            }
        });

        ReencryptionReport report =
                run(slow, List.of(SSN)).lease(SHORT_LEASE).share().orElseThrow();

        assertThat(time.passed()).isGreaterThan(SHORT_LEASE);
        assertThat(takenOver).isEmpty();
        assertThat(report.complete()).isTrue();
        assertThat(entries()).hasSize(1);
    }

    /** Waits for as long as nodes take to give two, in real time. */
    private void awaitSignOfLife() {
        long before = runs.ranges().open(RUN, COUNT).get(0).beat();
        Instant deadline = Instant.now().plusSeconds(2);
        while (runs.ranges().open(RUN, COUNT).get(0).beat() == before
                && Instant.now().isBefore(deadline)) {
            Thread.onSpinWait();
        }
    }

    private RangeClaims otherNode() {
        return new RangeClaims(
                runs.ranges(), RUN, "other", SHORT_LEASE, time.runTime().nanoTime());
    }

    @Test
    void leavesTheCountToANodeThatIsAtIt() {
        insertPatients(NORTH, 0, 5);
        clinic.rotate(NORTH);
        run(List.of(SSN)).begin();
        KeyRange count = KeyRange.cut(RUN, COUNT, 0, null, null, "other");
        runs.ranges().add(count);
        time.afterEveryNap(() -> runs.ranges().replace(count, count.finished()));

        ReencryptionReport report = run(List.of(SSN)).share().orElseThrow();

        assertThat(report.reencrypted()).isEqualTo(5);
        assertThat(report.columns().get(0).remaining()).isEqualTo(OptionalLong.empty());
        assertThat(runs.find(RUN)).get().extracting(ReencryptionRun::state).isEqualTo(State.FINISHED);
        assertThat(entries()).isEmpty();
    }

    @Test
    void logsNoResultOfACountThatAnotherNodeTookOver() {
        insertPatients(NORTH, 0, 5);
        clinic.rotate(NORTH);
        run(List.of(SSN)).begin();
        FailingDataSource slow = new FailingDataSource(
                database.dataSource(),
                method -> runs.ranges()
                        .open(RUN, COUNT)
                        .forEach(count -> runs.ranges().replace(count, count.ownedBy("other"))));
        time.afterEveryNap(() ->
                runs.ranges().open(RUN, COUNT).forEach(count -> runs.ranges().replace(count, count.finished())));

        run(slow, List.of(SSN)).share();

        assertThat(entries()).isEmpty();
        assertThat(time.passed()).as("it waits for the other").isPositive();
        assertThat(runs.find(RUN)).get().extracting(ReencryptionRun::state).isEqualTo(State.FINISHED);
    }

    @Test
    void leavesTheCountToOthersWhereItsResultCannotBeLogged() {
        AtomicBoolean full = new AtomicBoolean();
        try (Clinic unlogged = new Clinic(failingToLog(clinic.keyStore(), full))) {
            insertPatients(NORTH, 0, 5);
            clinic.rotate(NORTH);
            run(List.of(SSN)).begin();
            full.set(true);

            assertThatExceptionOfType(KeyStoreException.class)
                    .isThrownBy(() -> timed(unlogged, List.of(SSN)).share());
        }

        assertThat(runs.find(RUN)).get().extracting(ReencryptionRun::state).isEqualTo(State.RUNNING);
        Duration before = time.passed();
        assertThat(run(List.of(SSN)).share()).get().matches(ReencryptionReport::complete);
        assertThat(time.passed()).as("at once").isEqualTo(before);
        assertThat(entries()).hasSize(1);
    }

    private static DataKeyStore failingToLog(DataKeyStore store, AtomicBoolean full) {
        AccessLog log = forwarding(AccessLog.class, store.accessLog(), method -> {
            if (method.equals("append") && full.get()) {
                throw new KeyStoreUnavailableException("append to the access log", null);
            }
            return null;
        });
        return forwarding(DataKeyStore.class, store, method -> method.equals("accessLog") ? log : null);
    }

    /** @param instead what a method returns; null to do what the target does */
    private static <T> T forwarding(Class<T> type, T target, Function<String, @Nullable Object> instead) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            Object result = instead.apply(method.getName());
            try {
                return result == null ? method.invoke(target, args) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    @Test
    void waitsForTheFiguresOfANodeThatHasMovedTheLastValues() {
        insertPatients(NORTH, 0, 5);
        run(List.of(SSN)).begin();
        String third = KeyPosition.toText(new Object[] {3L}).orElseThrow();
        KeyRange last = KeyRange.cut(RUN, part(SSN), 0, null, third, "other");
        runs.ranges().add(last);
        time.afterEveryNap(() -> {
            assertThat(runs.ranges().open(RUN, COUNT))
                    .as("nobody counts before")
                    .isEmpty();
            runs.ranges()
                    .replace(last, last.at(null, new RunFigures(5, 5, 0, 0)).finished());
        });

        run(List.of(SSN)).share();

        assertThat(time.passed()).isLessThan(Reencryption.DEFAULT_LEASE);
        assertThat(entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.reason()).contains("moved 5 of 5 values"));
    }

    @Test
    void waitsNoLongerThanALeaseForANodeThatDiedAfterTheLastValue() {
        insertPatients(NORTH, 0, 5);
        run(List.of(SSN)).begin();
        runs.ranges().add(KeyRange.cut(RUN, part(SSN), 0, null, null, "dead"));

        assertThat(run(List.of(SSN)).lease(SHORT_LEASE).share()).get().matches(ReencryptionReport::complete);

        assertThat(time.passed()).isBetween(SHORT_LEASE, SHORT_LEASE.multipliedBy(2));
    }

    @Test
    void leavesARunAsItIsThatAnotherNodeBeginsAtTheSameTime() {
        KeyRange taken = KeyRange.cut(RUN, part(SSN), 0, null, null, "other");
        RunStore late = forwarding(RunStore.class, runs, method -> {
            if (method.equals("find") && runs.find(RUN).isEmpty()) {
                run(List.of(SSN)).begin();
                runs.ranges().add(taken);
                return Optional.empty();
            }
            return null;
        });

        run(List.of(SSN)).rememberedIn(late, RUN).by("r.roe", "the same").begin();

        assertThat(runs.ranges().open(RUN, part(SSN))).containsExactly(taken);
        assertThat(runs.find(RUN)).get().extracting(ReencryptionRun::actor).isEqualTo("j.doe");
    }

    @Test
    void takesPartInNoRunThatHasNotBegunOrHasEnded() {
        assertThat(run(List.of(SSN)).share()).isEmpty();

        run(List.of(SSN)).begin();
        assertThat(run(List.of(SSN)).share()).get().matches(ReencryptionReport::complete);
        assertThat(run(List.of(SSN)).share()).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> clinic.seal()
                        .reencryption(database.dataSource(), List.of(SSN))
                        .share())
                .withMessageContaining("rememberedIn");
    }

    @Test
    void stopsOnAllNodesAndGoesOnWhenItIsBegunAgain() {
        insertPatients(NORTH, 0, 2 * ROWS_OF_A_RANGE);
        clinic.rotate(NORTH);
        run(List.of(SSN)).begin();
        runs.ask(RUN, Wish.STOP);

        ReencryptionReport stopped = run(List.of(SSN)).share().orElseThrow();

        assertThat(stopped.stopped()).isTrue();
        assertThat(stopped.reencrypted()).as("a node that joins obeys at once").isZero();
        assertThat(runs.find(RUN)).get().extracting(ReencryptionRun::state).isEqualTo(State.STOPPED);
        assertThat(run(List.of(SSN)).share()).isEmpty();
        run(List.of(SSN)).begin();
        assertThat(run(List.of(SSN)).share()).get().matches(ReencryptionReport::complete);
    }

    @Test
    void leavesARunAsItIsThatIsUnderWay() {
        run(List.of(SSN)).begin();
        runs.ask(RUN, Wish.PAUSE);

        run(List.of(SSN)).by("r.roe", "the same again").begin();

        assertThat(runs.find(RUN)).get().satisfies(run -> {
            assertThat(run.wish()).isEqualTo(Wish.PAUSE);
            assertThat(run.actor()).isEqualTo("j.doe");
        });
    }

    @Test
    void countsValuesThatStayOnce() {
        insertPatients(NORTH, 0, 2 * ROWS_OF_A_RANGE);
        byte[] broken = (byte[]) clinic.seal(SSN, NORTH, "ssn");
        broken[broken.length - 1] ^= 1;
        tables.update("update patient set ssn = ? where id = 3", (Object) broken);
        clinic.seal().keys().markCompromised(clinic.activeKey(NORTH), "test", "test");
        run(List.of(SSN)).begin();

        ReencryptionReport report = run(List.of(SSN)).share().orElseThrow();

        assertThat(report.remaining()).isEqualTo(1);
        assertThat(report.undecryptableRows()).isEqualTo(1);
        assertThat(runs.ranges().figures(RUN))
                .isEqualTo(new RunFigures(2L * ROWS_OF_A_RANGE, 2L * ROWS_OF_A_RANGE - 1, 0, 1));
        assertThat(runs.quarantine(RUN, 10))
                .singleElement()
                .extracting(QuarantinedValue::rowKey)
                .isEqualTo("3");
    }

    /** What a range of this column's table alone goes under. */
    private String part(SealedColumn column) {
        return "patient " + Integer.toHexString(List.of(column).toString().hashCode());
    }

    private Reencryption run(List<SealedColumn> columns) {
        return run(database.dataSource(), columns);
    }

    private Reencryption run(DataSource dataSource, List<SealedColumn> columns) {
        return realTime(dataSource, columns).timing(time.runTime(), Duration.ZERO);
    }

    private Reencryption realTime(List<SealedColumn> columns) {
        return realTime(database.dataSource(), columns);
    }

    private Reencryption timed(Clinic node, List<SealedColumn> columns) {
        return settings(node.seal().reencryption(database.dataSource(), columns))
                .timing(time.runTime(), Duration.ZERO);
    }

    private Reencryption realTime(DataSource dataSource, List<SealedColumn> columns) {
        return settings(clinic.seal().reencryption(dataSource, columns));
    }

    private Reencryption settings(Reencryption run) {
        return run.rememberedIn(runs, RUN)
                .by("j.doe", "quarterly rotation")
                .timing(RunTime.SYSTEM, Duration.ZERO)
                .pageSize(1);
    }

    private List<AccessLog.Entry> entries() {
        return clinic.keyStore().accessLog().read(0, 1000).stream()
                .map(LoggedEntry::entry)
                .filter(entry -> entry.operation().equals(LogOperation.REENCRYPT))
                .toList();
    }

    private void insertPatients(String tenant, int from, int to) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(
                    new Object[] {(long) i, clinic.seal(SSN, tenant, "ssn " + i), clinic.seal(CITY, tenant, "city " + i)
                    });
        }
        tables.insert("insert into patient (id, ssn, city) values (?, ?, ?)", rows);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
