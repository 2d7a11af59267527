package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.Clinic.SOUTH;
import static io.columnseal.reencrypt.ClinicTables.ALLERGY;
import static io.columnseal.reencrypt.ClinicTables.CITY;
import static io.columnseal.reencrypt.ClinicTables.SSN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ReencryptionException;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.cipher.SealedValue;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyIdentity;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.reencrypt.ReencryptionRun.Wish;
import io.columnseal.reencrypt.Undecryptable.Reason;
import io.columnseal.test.OneConnection;
import io.columnseal.test.TestKms;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong around a run, whatever the database. */
class ReencryptionFaultTest {

    private TestDatabase database;
    private ClinicTables tables;
    private Clinic clinic;

    @BeforeEach
    void open() {
        database = H2ReencryptionTest.h2("faults");
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
    void repeatsAPageThatMetADeadlock() {
        insertPatients(NORTH, 0, 20);
        clinic.rotate(NORTH);
        AtomicInteger batches = new AtomicInteger();
        DataSource deadlocks = new FailingDataSource(database.dataSource(), method -> {
            if (method.equals(FailingDataSource.UPDATE) && batches.incrementAndGet() <= 3) {
                // As drivers do: the batch's own error hides the one that stopped it
                BatchUpdateException batch = new BatchUpdateException("batch", null, 0, new int[0]);
                batch.setNextException(new SQLException("deadlock", "40001"));
                throw batch;
            }
        });

        ReencryptionReport report = reencryption(deadlocks, SSN).pageSize(10).run();

        assertThat(report.reencrypted()).isEqualTo(20);
        assertThat(report.conflicts()).isZero();
        assertThat(batches).hasValue(5);
    }

    @Test
    void repeatsAPageWhoseStatementTookTooLong() {
        insertPatients(NORTH, 0, 4);
        clinic.rotate(NORTH);
        AtomicInteger batches = new AtomicInteger();
        DataSource slow = new FailingDataSource(database.dataSource(), method -> {
            if (method.equals(FailingDataSource.UPDATE) && batches.incrementAndGet() <= 2) {
                throw new SQLException("canceling statement", "57014");
            }
        });

        assertThat(reencryption(slow, SSN).run().reencrypted()).isEqualTo(4);
    }

    @Test
    void writesNothingOfAPageThatItCouldNotRollBack() {
        insertPatients(NORTH, 0, 4);
        KeyId old = clinic.activeKey(NORTH);
        clinic.rotate(NORTH);
        AtomicInteger batches = new AtomicInteger();
        DataSource broken = new FailingDataSource(database.dataSource(), method -> {
            boolean written = batches.get() > 0;
            if (method.equals(FailingDataSource.UPDATE)) {
                batches.incrementAndGet();
            } else if (written && (method.equals("commit") || method.equals("rollback"))) {
                throw new SQLException("connection lost", "08006");
            }
        });

        assertThatThrownBy(() -> reencryption(broken, SSN).run()).isInstanceOf(ReencryptionException.class);

        assertThat(tables.query("select ssn from patient"))
                .extracting(row -> Clinic.keyOf(row[0]))
                .containsOnly(old);
    }

    @Test
    void givesUpWhenEveryAttemptMeetsADeadlock() {
        insertPatients(NORTH, 0, 2);
        clinic.rotate(NORTH);
        AtomicInteger batches = new AtomicInteger();
        DataSource deadlocks = new FailingDataSource(database.dataSource(), method -> {
            if (method.equals(FailingDataSource.UPDATE)) {
                batches.incrementAndGet();
                throw new SQLException("deadlock", "40001", 1213);
            }
        });

        assertThatThrownBy(() -> reencryption(deadlocks, SSN).run())
                .isInstanceOfSatisfying(ReencryptionException.class, e -> {
                    assertThat(e.table()).isEqualTo("patient");
                    assertThat(e.column()).isEqualTo("ssn");
                    assertThat(e.sqlState()).isEqualTo("40001");
                    assertThat(e.vendorCode()).isEqualTo(1213);
                });
        assertThat(batches).hasValue(12);
    }

    @Test
    void doesNotRepeatAnErrorThatIsNobodyElses() {
        insertPatients(NORTH, 0, 2);
        clinic.rotate(NORTH);
        AtomicInteger batches = new AtomicInteger();
        DataSource refusing = new FailingDataSource(database.dataSource(), method -> {
            if (method.equals(FailingDataSource.UPDATE)) {
                batches.incrementAndGet();
                throw new SQLException("update patient set ssn = 'a value' was refused", "42501");
            }
        });

        assertThatThrownBy(() -> reencryption(refusing, SSN).run())
                .isInstanceOf(ReencryptionException.class)
                .hasStackTraceContaining("42501")
                .satisfies(e -> assertThat(e).hasNoCause())
                .satisfies(e -> assertThat(e.toString()).doesNotContain("a value"));
        assertThat(batches).hasValue(1);
    }

    @Test
    void leavesValuesOfSuspendedAndDestroyedKeys() {
        insertPatients(NORTH, 0, 3);
        change(NORTH, KeyState.SUSPENDED);
        KeyId suspended = clinic.activeKey(NORTH);
        insertPatients("clinic-west", 10, 15);
        KeyId destroyed = clinic.activeKey("clinic-west");
        change("clinic-west", KeyState.DESTROYED);

        ReencryptionReport report = run();

        assertThat(report.rowsRead()).isZero();
        assertThat(report.columns().get(0).undecryptable())
                .containsExactlyInAnyOrder(
                        new Undecryptable(suspended, Reason.KEY_UNUSABLE, 3),
                        new Undecryptable(destroyed, Reason.KEY_UNUSABLE, 5));
        assertThat(report.remaining()).isEqualTo(8);
        assertThat(report.complete()).isFalse();
    }

    @Test
    void leavesValuesWhoseTenantHasNoKeyThatSeals() {
        insertPatients(NORTH, 0, 3);
        KeyId old = clinic.activeKey(NORTH);
        clinic.rotate(NORTH);
        change(NORTH, KeyState.SUSPENDED);

        try (Clinic node = new Clinic(clinic.keyStore())) {
            ReencryptionReport report = node.seal()
                    .reencryption(database.dataSource(), List.of(SSN))
                    .run();

            assertThat(report.columns().get(0).undecryptable())
                    .containsExactly(new Undecryptable(old, Reason.NO_SEALING_KEY, 3));
            assertThat(report.remaining()).isEqualTo(3);
        }
    }

    @Test
    void goesOnWithOtherTenantsWhenTheKmsRefusesOne() {
        TestKms kms = new TestKms();
        InMemoryDataKeyStore keys = new InMemoryDataKeyStore();
        try (Clinic writer = new Clinic(kms, keys)) {
            for (int i = 0; i < 40; i++) {
                Object sealed = writer.seal(SSN, i % 2 == 0 ? NORTH : "clinic-west", "x");
                tables.update("insert into patient (id, ssn) values (?, ?)", (long) i, sealed);
            }
            KeyId old = writer.activeKey(NORTH);
            writer.rotate(NORTH);
            writer.rotate("clinic-west");

            try (Clinic node = new Clinic(kms, keys)) {
                // The second node holds the west's keys already
                node.open(
                        SSN,
                        "clinic-west",
                        tables.query("select ssn from patient where id = 1").get(0)[0]);
                node.seal(SSN, "clinic-west", "x");
                kms.becomeUnavailable();
                AtomicLong waited = new AtomicLong();

                ReencryptionReport report = node.seal()
                        .reencryption(database.dataSource(), List.of(SSN))
                        .pageSize(5)
                        .pausing(waited::addAndGet)
                        .run();

                assertThat(report.reencrypted()).isEqualTo(20);
                assertThat(report.columns().get(0).undecryptable())
                        .containsExactly(new Undecryptable(old, Reason.KEY_UNAVAILABLE, 20));
                assertThat(Duration.ofNanos(waited.get()))
                        .as("it is waited for once, and not for every value")
                        .isBetween(Retries.PATIENCE, Retries.PATIENCE.plusSeconds(4));
            }
        }
    }

    @Test
    void asksAThrottledKmsAgainWithGrowingPauses() {
        TestKms kms = new TestKms();
        InMemoryDataKeyStore keys = new InMemoryDataKeyStore();
        try (Clinic writer = new Clinic(kms, keys)) {
            for (int i = 0; i < 6; i++) {
                tables.update("insert into patient (id, ssn) values (?, ?)", (long) i, writer.seal(SSN, NORTH, "x"));
            }
            writer.rotate(NORTH);
        }
        try (Clinic node = new Clinic(kms, keys)) {
            kms.becomeThrottled();
            List<Long> pauses = new ArrayList<>();

            ReencryptionReport report = node.seal()
                    .reencryption(database.dataSource(), List.of(SSN))
                    .pausing(nanos -> {
                        pauses.add(nanos);
                        if (pauses.size() == 3) {
                            kms.recover();
                        }
                    })
                    .run();

            assertThat(report.reencrypted()).isEqualTo(6);
            assertThat(report.complete()).isTrue();
            assertThat(pauses).hasSize(3).isSorted();
        }
    }

    @Test
    void waitsForAKmsThatIsStartedAnew() {
        TestKms kms = new TestKms();
        InMemoryDataKeyStore keys = new InMemoryDataKeyStore();
        insertOfTenants(kms, keys, NORTH, "clinic-west");
        try (Clinic node = new Clinic(kms, keys)) {
            kms.becomeUnavailable();
            AtomicLong waited = new AtomicLong();

            ReencryptionReport report = node.seal()
                    .reencryption(database.dataSource(), List.of(SSN))
                    .pausing(nanos -> {
                        if (waited.addAndGet(nanos) > Duration.ofSeconds(30).toNanos()) {
                            kms.recover();
                        }
                    })
                    .run();

            assertThat(report.complete()).isTrue();
            assertThat(report.quarantined()).isZero();
        }
    }

    @Test
    void waitsOnceForAMasterKeyThatStaysAway() {
        TestKms kms = new TestKms();
        InMemoryDataKeyStore keys = new InMemoryDataKeyStore();
        insertOfTenants(kms, keys, NORTH, SOUTH, "clinic-west");
        try (Clinic node = new Clinic(kms, keys)) {
            kms.becomeUnavailable();
            AtomicLong waited = new AtomicLong();

            ReencryptionReport report = node.seal()
                    .reencryption(database.dataSource(), List.of(SSN))
                    .pausing(waited::addAndGet)
                    .run();

            assertThat(report.undecryptableRows()).isEqualTo(3);
            assertThat(Duration.ofNanos(waited.get()))
                    .isBetween(Retries.PATIENCE, Retries.PATIENCE.plusSeconds(4 + 2 * 7));
        }
    }

    @Test
    void hearsThatItIsToStopWhileItWaitsForTheKms() {
        TestKms kms = new TestKms();
        InMemoryDataKeyStore keys = new InMemoryDataKeyStore();
        insertOfTenants(kms, keys, NORTH);
        InMemoryRunStore runs = new InMemoryRunStore();
        try (Clinic node = new Clinic(kms, keys)) {
            kms.becomeUnavailable();
            AtomicInteger pauses = new AtomicInteger();

            ReencryptionReport report = node.seal()
                    .reencryption(database.dataSource(), List.of(SSN))
                    .rememberedIn(runs, "rotation")
                    .timing(RunTime.SYSTEM, Duration.ZERO)
                    .pausing(nanos -> {
                        runs.ask("rotation", Wish.STOP);
                        pauses.incrementAndGet();
                        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                    })
                    .run();

            assertThat(report.stopped()).isTrue();
            assertThat(pauses.get()).isLessThan(100);
        }
    }

    /** One stale value of each. */
    private void insertOfTenants(TestKms kms, InMemoryDataKeyStore keys, String... tenants) {
        try (Clinic writer = new Clinic(kms, keys)) {
            for (int i = 0; i < tenants.length; i++) {
                tables.update(
                        "insert into patient (id, ssn) values (?, ?)", (long) i, writer.seal(SSN, tenants[i], "x"));
                writer.rotate(tenants[i]);
            }
        }
    }

    @Test
    void asksTheKmsOnceThatDeniesAKey() {
        TestKms kms = new TestKms();
        InMemoryDataKeyStore keys = new InMemoryDataKeyStore();
        try (Clinic writer = new Clinic(kms, keys)) {
            tables.update("insert into patient (id, ssn) values (1, ?)", writer.seal(SSN, NORTH, "x"));
            writer.rotate(NORTH);
        }
        try (Clinic node = new Clinic(kms, keys)) {
            kms.becomeDenied();
            int callsBefore = kms.calls();

            ReencryptionReport report = node.seal()
                    .reencryption(database.dataSource(), List.of(SSN))
                    .run();

            assertThat(report.undecryptableRows()).isEqualTo(1);
            assertThat(kms.calls() - callsBefore).isEqualTo(1);
        }
    }

    @Test
    void doesNotAskTheKmsAgainWhenItIsToStop() {
        TestKms kms = new TestKms();
        InMemoryDataKeyStore keys = new InMemoryDataKeyStore();
        try (Clinic writer = new Clinic(kms, keys)) {
            tables.update("insert into patient (id, ssn) values (1, ?)", writer.seal(SSN, NORTH, "x"));
            writer.rotate(NORTH);
        }
        try (Clinic node = new Clinic(kms, keys)) {
            kms.becomeUnavailable();
            List<Long> pauses = new ArrayList<>();

            ReencryptionReport report = node.seal()
                    .reencryption(database.dataSource(), List.of(SSN))
                    .stopWhen(() -> !pauses.isEmpty())
                    .pausing(pauses::add)
                    .run();

            assertThat(pauses).hasSize(1);
            assertThat(report.stopped()).isTrue();
        }
    }

    @Test
    void noticesARotationOfAnotherNode() {
        insertPatients(NORTH, 0, 20);
        try (Clinic other = new Clinic(clinic.keyStore())) {
            other.rotate(NORTH);
        }

        ReencryptionReport report = run();

        assertThat(report.reencrypted()).isEqualTo(20);
        assertThat(report.complete()).isTrue();
    }

    @Test
    void doesNotCarryValuesToTheTenantOfAnEditedKeyRow() {
        insertPatients(NORTH, 0, 4);
        insertPatients("clinic-west", 10, 11);
        KeyId old = clinic.activeKey(NORTH);
        clinic.rotate(NORTH);
        DataKeyStore edited =
                withRows(row -> row.identity().id().equals(old) ? identified(row, "clinic-west", KeyUsage.FIELD) : row);

        ReencryptionReport report = new Reencryption(
                        clinic.seal().fields(), edited, row -> true, tenant -> {}, database.dataSource(), List.of(SSN))
                .run();

        assertThat(report.reencrypted()).isZero();
        assertThat(report.columns().get(0).undecryptable())
                .containsExactly(new Undecryptable(old, Reason.KEY_REJECTED, 4));
    }

    @Test
    void countsNoValueAsDoneUnderAKeyOfAnotherUse() {
        insertPatients(NORTH, 0, 4);
        KeyId key = clinic.activeKey(NORTH);
        DataKeyStore edited = withRows(row -> identified(row, row.identity().tenant(), KeyUsage.INDEX));

        ReencryptionReport report = new Reencryption(
                        clinic.seal().fields(), edited, row -> true, tenant -> {}, database.dataSource(), List.of(SSN))
                .run();

        assertThat(report.complete()).isFalse();
        assertThat(report.columns().get(0).undecryptable())
                .containsExactly(new Undecryptable(key, Reason.UNKNOWN_KEY, 4));
    }

    @Test
    void movesTheValuesOfAReplacedKeyWhoseRowIsEditedBackToActive() {
        try (Clinic stored = new Clinic(JdbcDataKeyStore.on(database.dataSource())
                .withTablePrefix("edited_")
                .createSchema())) {
            tables.update("insert into patient (id, ssn) values (1, ?)", stored.seal(SSN, NORTH, "x"));
            KeyId old = stored.activeKey(NORTH);
            KeyId rotated = stored.rotate(NORTH);
            tables.update("update edited_data_encryption_keys set state = 'ACTIVE' where id = ?", old.toString());

            ReencryptionReport report = stored.seal()
                    .reencryption(database.dataSource(), List.of(SSN))
                    .run();

            assertThat(report.reencrypted()).isEqualTo(1);
            assertThat(report.complete()).isTrue();
            assertThat(Clinic.keyOf(tables.query("select ssn from patient").get(0)[0]))
                    .isEqualTo(rotated);
        }
    }

    @Test
    void countsNoValueAsDoneUnderAnActiveKeyWhoseRowWasEdited() {
        JdbcDataKeyStore keys = JdbcDataKeyStore.on(database.dataSource())
                .withTablePrefix("forged_")
                .createSchema();
        KeyId key;
        try (Clinic writer = new Clinic(keys)) {
            tables.update("insert into patient (id, ssn) values (1, ?)", writer.seal(SSN, NORTH, "x"));
            key = writer.activeKey(NORTH);
        }
        tables.update("update forged_data_encryption_keys set reason = 'forged' where id = ?", key.toString());

        try (Clinic node = new Clinic(keys)) {
            ReencryptionReport report = node.seal()
                    .reencryption(database.dataSource(), List.of(SSN))
                    .run();

            assertThat(report.complete()).isFalse();
            assertThat(report.columns().get(0).undecryptable())
                    .containsExactly(new Undecryptable(key, Reason.NO_SEALING_KEY, 1));
        }
    }

    @Test
    void writesAFewValuesOfATableWithoutAKeyAtATime() {
        for (int i = 0; i < 25; i++) {
            tables.update("insert into allergy values (1, ?)", clinic.seal(ALLERGY, NORTH, "value " + i));
        }
        clinic.rotate(NORTH);
        AtomicInteger batches = new AtomicInteger();
        DataSource watched = new FailingDataSource(database.dataSource(), method -> {
            if (method.equals(FailingDataSource.UPDATE)) {
                batches.incrementAndGet();
            }
        });

        assertThat(reencryption(watched, ALLERGY).run().reencrypted()).isEqualTo(25);
        assertThat(batches).hasValue(3);
    }

    @Test
    void givesItsConnectionsBackAsTheyWere() throws SQLException {
        insertPatients(NORTH, 0, 4);
        clinic.rotate(NORTH);
        List<Integer> isolations = new ArrayList<>();
        try (Connection connection =
                ((HikariDataSource) database.dataSource()).getDataSource().getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            DataSource watched = new FailingDataSource(
                    new OneConnection(connection), method -> isolations.add(connection.getTransactionIsolation()));

            assertThat(reencryption(watched, SSN).run().reencrypted()).isEqualTo(4);

            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            assertThat(connection.getAutoCommit()).isTrue();
        }
        assertThat(isolations).contains(Connection.TRANSACTION_READ_COMMITTED);
    }

    @Test
    void namesNoKeyOfWhatItDidNotLookAt() {
        List<Object[]> rows = new ArrayList<>();
        byte[] forged = Arrays.copyOf(Clinic.bytes(clinic.seal(SSN, NORTH, "x")), 60);
        for (int i = 0; i < Tally.MAX_KEYS; i++) {
            ByteBuffer.wrap(forged).putLong(1, i + 1L);
            rows.add(new Object[] {1000L + i, SealedValue.toText(forged)});
        }
        // What most values name is looked at first, and is found to be plaintext
        for (long id = 1; id <= 2; id++) {
            rows.add(new Object[] {id, "Appendectomy planned for Thursday, patient allergic to penicillin"});
            rows.add(new Object[] {10 + id, "Antidepressants changed, to be reviewed after two weeks by Dr. Jones"});
        }
        tables.insert("insert into patient (id, city) values (?, ?)", rows);

        ReencryptionReport report = reencryption(database.dataSource(), CITY).run();

        assertThat(report.columns().get(0).undecryptable())
                .contains(new Undecryptable(null, Reason.NOT_SEALED, 4), new Undecryptable(null, Reason.UNKNOWN_KEY, 2))
                .hasSize(Tally.MAX_KEYS);
    }

    @Test
    void holdsNoConnectionOfTheApplicationWhileItLooksKeysUp() {
        insertPatients(NORTH, 0, 4);
        HikariDataSource pool = (HikariDataSource) database.dataSource();
        List<Integer> connections = new ArrayList<>();
        DataKeyStore watched = withRows(row -> {
            connections.add(pool.getHikariPoolMXBean().getActiveConnections());
            return row;
        });

        new Reencryption(clinic.seal().fields(), watched, row -> true, tenant -> {}, pool, List.of(SSN)).run();

        assertThat(connections).isNotEmpty().containsOnly(0);
    }

    @Test
    void limitsTheLookUpsOfForgedKeysAndMovesTheGenuineOnes() {
        insertPatients(NORTH, 0, 4);
        clinic.rotate(NORTH);
        byte[] forged = Arrays.copyOf(Clinic.bytes(clinic.seal(SSN, NORTH, "x")), 60);
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < CensusTaker.MAX_UNKNOWN_KEYS + 5; i++) {
            ByteBuffer.wrap(forged).putLong(1, i + 1L);
            rows.add(new Object[] {1000L + i, forged.clone()});
        }
        tables.insert("insert into patient (id, ssn) values (?, ?)", rows);

        ReencryptionReport report = run();

        assertThat(report.reencrypted()).isEqualTo(4);
        assertThat(report.remaining()).isEqualTo(rows.size());
        assertThat(report.columns().get(0).undecryptable()).contains(new Undecryptable(null, Reason.NOT_LOOKED_UP, 5));
    }

    @Test
    void tellsItsProgressUpToTheTotal() {
        insertPatients(NORTH, 0, 30);
        clinic.rotate(NORTH);
        List<ReencryptionProgress> told = new ArrayList<>();

        reencryption(database.dataSource(), SSN, ALLERGY, CITY)
                .pageSize(10)
                .listener(told::add)
                .run();

        assertThat(told).extracting(ReencryptionProgress::rowsTotal).containsOnly(60L);
        assertThat(told).extracting(ReencryptionProgress::rowsDone).isSorted().endsWith(60L);
        assertThat(told).extracting(ReencryptionProgress::column).containsOnly(SSN);
        assertThat(told.get(0).rowsDone()).isEqualTo(20);
        assertThat(told.get(0).timeLeft()).isPresent();
        assertThat(told.get(0).figures()).isEqualTo(new RunFigures(20, 20, 0, 0));
        assertThat(told.get(told.size() - 1).figures()).isEqualTo(new RunFigures(60, 60, 0, 0));
    }

    @Test
    void stopsBeforeTheNextPageWhenItsThreadIsInterrupted() {
        insertPatients(NORTH, 0, 30);
        clinic.rotate(NORTH);

        ReencryptionReport report = reencryption(database.dataSource(), SSN)
                .pageSize(1)
                .listener(progress -> Thread.currentThread().interrupt())
                .run();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.stopped()).isTrue();
        assertThat(report.reencrypted()).isBetween(1L, 10L);
        assertThat(report.columns().get(0).remaining()).isEmpty();
    }

    /** As pools do, which serve no thread that was interrupted. */
    @Test
    void stopsWhenItsThreadIsInterruptedJustBeforeItReadsAPage() {
        insertPatients(NORTH, 0, 30);
        clinic.rotate(NORTH);
        Thread reader = Thread.currentThread();
        AtomicInteger pages = new AtomicInteger();
        DataSource pool = (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (Thread.currentThread() == reader && pages.get() >= 3 && !reader.isInterrupted()) {
                        reader.interrupt();
                        throw new SQLException("the thread was interrupted", "08000");
                    }
                    return method.invoke(database.dataSource(), arguments);
                });

        ReencryptionReport report = reencryption(pool, SSN)
                .pageSize(1)
                .listener(progress -> pages.incrementAndGet())
                .run();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.stopped()).isTrue();
        assertThat(report.complete()).isFalse();
    }

    @Test
    void doesNothingWhenItIsStoppedBeforeItBegins() {
        insertPatients(NORTH, 0, 3);
        clinic.rotate(NORTH);

        ReencryptionReport report = reencryption(database.dataSource(), SSN, CITY)
                .stopWhen(() -> true)
                .run();

        assertThat(report.stopped()).isTrue();
        assertThat(report.complete()).isFalse();
        assertThat(report.rowsRead()).isZero();
        assertThat(report.columns()).extracting(ColumnReport::column).containsExactly(SSN, CITY);
    }

    @Test
    void movesTheValuesOfManyTenantsWhicheverListIsTheShorter() {
        // More keys than a query lists, on either side or on both
        int[][] tenants = {{260, 3}, {3, 260}, {260, 260}};
        for (int[] counts : tenants) {
            tables.update("delete from patient");
            tables.update("delete from allergy");
            int rows = 0;
            for (int i = 0; i < counts[0] + counts[1]; i++) {
                String tenant = "tenant-" + i;
                tables.update(
                        "insert into patient (id, ssn) values (?, ?)", (long) rows++, clinic.seal(SSN, tenant, "x"));
                tables.update("insert into allergy values (1, ?)", clinic.seal(ALLERGY, tenant, "x"));
                if (i < counts[0]) {
                    clinic.rotate(tenant);
                }
            }

            ReencryptionReport report = reencryption(database.dataSource(), SSN, ALLERGY)
                    .pageSize(40)
                    .run();

            assertThat(report.reencrypted()).isEqualTo(2L * counts[0]);
            assertThat(report.complete()).isTrue();
        }
    }

    @Test
    void holdsOnlyAFewLongValuesAtOnce() {
        String megabyte = "x".repeat(1 << 20);
        for (int i = 0; i < 20; i++) {
            tables.update("insert into patient (id, ssn) values (?, ?)", (long) i, clinic.seal(SSN, NORTH, megabyte));
        }
        clinic.rotate(NORTH);
        List<ReencryptionProgress> told = new ArrayList<>();

        ReencryptionReport report =
                reencryption(database.dataSource(), SSN).listener(told::add).run();

        assertThat(report.reencrypted()).isEqualTo(20);
        assertThat(told.get(0).rowsDone()).isBetween(1L, 9L);
        assertThat(clinic.open(
                        SSN,
                        NORTH,
                        tables.query("select ssn from patient where id = 19").get(0)[0]))
                .isEqualTo(megabyte);
    }

    private ReencryptionReport run() {
        return reencryption(database.dataSource(), SSN).run();
    }

    private Reencryption reencryption(DataSource dataSource, SealedColumn... columns) {
        return clinic.seal().reencryption(dataSource, List.of(columns));
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

    /** Gives a tenant's newest key another state, as an administrator would. */
    private void change(String tenant, KeyState state) {
        DataKeyRow row = clinic.keyStore().find(clinic.activeKey(tenant)).orElseThrow();
        DataKeyRow changed = new DataKeyRow(
                row.identity(),
                state,
                state == KeyState.DESTROYED ? null : row.wrappedKey(),
                row.recoveryWrappedKey(),
                row.checkValue(),
                row.sealCount(),
                row.createdAt(),
                row.createdBy(),
                row.changedAt(),
                row.changedBy(),
                row.reason(),
                row.revision() + 1,
                row.stateMac());
        assertThat(clinic.keyStore().write(List.of(changed), List.of())).isTrue();
    }

    private static DataKeyRow identified(DataKeyRow row, String tenant, KeyUsage usage) {
        KeyIdentity identity = row.identity();
        return new DataKeyRow(
                new KeyIdentity(
                        identity.id(), identity.environment(), tenant, usage, identity.version(), identity.suite()),
                row.state(),
                row.wrappedKey(),
                row.recoveryWrappedKey(),
                row.checkValue(),
                row.sealCount(),
                row.createdAt(),
                row.createdBy(),
                row.changedAt(),
                row.changedBy(),
                row.reason(),
                row.revision(),
                row.stateMac());
    }

    /** The clinic's store as somebody sees it who edited its rows. */
    private DataKeyStore withRows(UnaryOperator<DataKeyRow> edit) {
        return (DataKeyStore) Proxy.newProxyInstance(
                DataKeyStore.class.getClassLoader(),
                new Class<?>[] {DataKeyStore.class},
                (proxy, method, arguments) -> {
                    Object result = method.invoke(clinic.keyStore(), arguments);
                    return result instanceof Optional<?> row
                            ? row.map(DataKeyRow.class::cast).map(edit)
                            : result;
                });
    }
}
