package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.Clinic.SOUTH;
import static io.columnseal.reencrypt.ClinicTables.ALIAS;
import static io.columnseal.reencrypt.ClinicTables.ALLERGY;
import static io.columnseal.reencrypt.ClinicTables.CITY;
import static io.columnseal.reencrypt.ClinicTables.RESULT;
import static io.columnseal.reencrypt.ClinicTables.SSN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ReencryptionException;
import io.columnseal.Storage;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.cipher.SealedValue;
import io.columnseal.key.KeyId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReencryptionIntegrationTest {

    private TestDatabase database;
    private ClinicTables tables;
    private Clinic clinic;

    abstract TestDatabase connect() throws Exception;

    @BeforeAll
    void start() throws Exception {
        database = connect();
        tables = new ClinicTables(database.dataSource());
    }

    @AfterAll
    void disconnect() {
        database.close();
    }

    @BeforeEach
    void open() {
        tables.create(database);
        clinic = new Clinic();
    }

    @AfterEach
    void close() {
        clinic.close();
    }

    @Test
    void movesEveryValueOfARotatedTenantToItsNewKey() {
        insertPatients(0, 1100);
        List<Object[]> before = tables.query("select id, ssn, city from patient order by id");
        KeyId rotated = clinic.rotate(NORTH);

        ReencryptionReport report = run(SSN, CITY);

        assertThat(report.reencrypted()).isEqualTo(1100);
        assertThat(report.rowsRead()).isEqualTo(1100);
        assertThat(report.conflicts()).isZero();
        assertThat(report.undecryptableRows()).isZero();
        assertThat(report.remaining()).isZero();
        assertThat(report.complete()).isTrue();
        List<Object[]> after = tables.query("select id, ssn, city from patient order by id");
        for (int i = 0; i < after.size(); i++) {
            if (tenant(i).equals(SOUTH)) {
                assertThat(after.get(i)).isEqualTo(before.get(i));
            } else {
                assertThat(Clinic.keyOf(after.get(i)[1])).isEqualTo(rotated);
                assertThat(Clinic.keyOf(after.get(i)[2])).isEqualTo(rotated);
            }
            assertThat(clinic.open(SSN, tenant(i), after.get(i)[1])).isEqualTo(ssn(i));
            assertThat(clinic.open(CITY, tenant(i), after.get(i)[2])).isEqualTo(city(i));
        }
    }

    @Test
    void leavesNullAlone() {
        insertPatients(0, 2);
        tables.update("insert into patient (id) values (7)");
        clinic.rotate(NORTH);

        assertThat(run(SSN, CITY).complete()).isTrue();

        assertThat(tables.query("select ssn, city from patient where id = 7"))
                .singleElement()
                .isEqualTo(new Object[] {null, null});
    }

    @Test
    void findsEveryRowOfACompositeKey() {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            LocalDate visited = LocalDate.of(2026, 3, 28).plusDays(i % 3);
            rows.add(new Object[] {"c" + i % 7, visited, i, clinic.seal(RESULT, NORTH, "result " + i)});
        }
        tables.insert("insert into visit (clinic, visited, seq, result) values (?, ?, ?, ?)", rows);
        KeyId rotated = clinic.rotate(NORTH);

        ReencryptionReport report = reencryption(RESULT).pageSize(9).run();

        assertThat(report.reencrypted()).isEqualTo(400);
        assertThat(report.complete()).isTrue();
        for (Object[] row : tables.query("select seq, result from visit")) {
            assertThat(Clinic.keyOf(row[1])).isEqualTo(rotated);
            assertThat(clinic.open(RESULT, NORTH, row[1])).isEqualTo("result " + row[0]);
        }
    }

    @Test
    void findsEveryRowOfAKeyThatHoldsNull() {
        SealedColumn column = new SealedColumn(
                "loose", "v", "loose", List.of("a", "b"), "v", "loose.v", "phi", "text", Storage.BINARY, 1, false);
        tables.update("drop table if exists loose");
        tables.update("create table loose (a int, b int, v " + database.binaryType() + ")");
        for (Integer a : Arrays.asList(1, null, 2, null, 3)) {
            for (Integer b : Arrays.asList(null, 1, 2)) {
                tables.update(
                        "insert into loose values (" + a + ", " + b + ", ?)", clinic.seal(column, NORTH, "a" + a + b));
            }
        }
        clinic.rotate(NORTH);

        ReencryptionReport report = reencryption(column).pageSize(2).run();

        assertThat(report.reencrypted()).isEqualTo(15);
        assertThat(report.complete()).isTrue();
        for (Object[] row : tables.query("select a, b, v from loose")) {
            assertThat(clinic.open(column, NORTH, row[2])).isEqualTo("a" + row[0] + row[1]);
        }
    }

    @Test
    void keepsThePaddingOfTheColumn() {
        tables.update(
                "insert into visit (clinic, visited, seq, result) values (?, ?, ?, ?)",
                "c",
                LocalDate.of(2026, 1, 1),
                1,
                clinic.seal(RESULT, NORTH, "negative"));
        clinic.rotate(NORTH);

        run(RESULT);

        byte[] moved = (byte[]) tables.query("select result from visit").get(0)[0];
        assertThat(moved).hasSize(37 + RESULT.paddingBytes());
    }

    @Test
    void findsEveryRowOfATableWithoutAKey() {
        Object copied = clinic.seal(ALLERGY, NORTH, "copied");
        List<Object[]> allergies = new ArrayList<>();
        List<Object[]> aliases = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            allergies.add(new Object[] {(long) i % 7, clinic.seal(ALLERGY, NORTH, "allergy " + i)});
            allergies.add(new Object[] {(long) i, copied});
            aliases.add(new Object[] {(long) i % 7, clinic.seal(ALIAS, NORTH, "alias " + i)});
        }
        tables.insert("insert into allergy (patient_id, substance) values (?, ?)", allergies);
        tables.insert("insert into alias (patient_id, name) values (?, ?)", aliases);
        KeyId rotated = clinic.rotate(NORTH);

        ReencryptionReport report = reencryption(ALLERGY, ALIAS).pageSize(7).run();

        assertThat(report.rowsRead()).isEqualTo(270);
        assertThat(report.reencrypted()).isEqualTo(270);
        assertThat(report.complete()).isTrue();
        Set<String> opened = new HashSet<>();
        for (Object[] row : tables.query("select substance from allergy")) {
            assertThat(Clinic.keyOf(row[0])).isEqualTo(rotated);
            opened.add(clinic.open(ALLERGY, NORTH, row[0]));
        }
        for (Object[] row : tables.query("select name from alias")) {
            assertThat(Clinic.keyOf(row[0])).isEqualTo(rotated);
            opened.add(clinic.open(ALIAS, NORTH, row[0]));
        }
        assertThat(opened).hasSize(181);
    }

    @Test
    void readsNothingWhenNothingIsStale() {
        insertPatients(0, 50);

        ReencryptionReport report = run(SSN, CITY);

        assertThat(report.rowsRead()).isZero();
        assertThat(report.complete()).isTrue();
    }

    @Test
    void leavesAValueThatAWriterChangedAfterItWasRead() {
        aWriterWins(database.dataSource());
    }

    void aWriterWins(DataSource dataSource) {
        insertPatients(0, 10);
        clinic.rotate(NORTH);
        Object written = clinic.seal(SSN, NORTH, "written meanwhile");
        Runnable write = () -> tables.update("update patient set ssn = ? where id = 4", written);

        ReencryptionReport report = reencryption(beforeEvery(FailingDataSource.UPDATE, dataSource, write), SSN)
                .run();

        assertThat(report.conflicts()).isEqualTo(1);
        assertThat(report.reencrypted()).isEqualTo(4);
        assertThat(stored(SSN, 4)).isEqualTo(written);
        assertThat(clinic.open(SSN, NORTH, stored(SSN, 6))).isEqualTo(ssn(6));
    }

    @Test
    void leavesATextThatAWriterChangedAfterItWasRead() {
        insertPatients(0, 10);
        clinic.rotate(NORTH);
        Object written = clinic.seal(CITY, NORTH, "written meanwhile");

        ReencryptionReport report = reencryption(
                        beforeEvery(
                                FailingDataSource.UPDATE,
                                () -> tables.update("update patient set city = ? where id = 4", written)),
                        CITY)
                .run();

        assertThat(report.conflicts()).isEqualTo(1);
        assertThat(stored(CITY, 4)).isEqualTo(written);
    }

    @Test
    void movesTheOtherValuesOfARowOfWhichAWriterChangedOne() {
        insertPatients(0, 10);
        KeyId rotated = clinic.rotate(NORTH);
        Object written = clinic.seal(CITY, NORTH, "written meanwhile");
        AtomicInteger updates = new AtomicInteger();
        DataSource interrupted = new FailingDataSource(database.dataSource(), method -> {
            if (method.equals(FailingDataSource.UPDATE) && updates.getAndIncrement() == 0) {
                tables.update("update patient set city = ? where id = 4", written);
            }
        });

        ReencryptionReport report = reencryption(interrupted, SSN, CITY).run();

        assertThat(report.conflicts()).isEqualTo(1);
        assertThat(report.reencrypted()).isEqualTo(9);
        assertThat(report.complete()).isTrue();
        assertThat(stored(CITY, 4)).isEqualTo(written);
        assertThat(Clinic.keyOf(stored(SSN, 4))).isEqualTo(rotated);
        assertThat(clinic.open(SSN, NORTH, stored(SSN, 4))).isEqualTo(ssn(4));
    }

    @Test
    void writesOfARowOnlyWhatIsStale() {
        insertPatients(0, 40);
        for (int i = 0; i < 40; i += 4) {
            tables.update("update patient set city = null where id = ?", (long) i);
        }
        KeyId rotated = clinic.rotate(NORTH);
        Object fresh = clinic.seal(SSN, NORTH, "fresh");
        tables.update("update patient set ssn = ? where id = 2", fresh);

        ReencryptionReport report = run(SSN, CITY);

        assertThat(report.reencrypted()).isEqualTo(19 + 10);
        assertThat(report.conflicts()).isZero();
        assertThat(report.complete()).isTrue();
        assertThat(stored(SSN, 2)).isEqualTo(fresh);
        assertThat(Clinic.keyOf(stored(CITY, 2))).isEqualTo(rotated);
        assertThat(stored(CITY, 4)).isNull();
        assertThat(clinic.open(SSN, NORTH, stored(SSN, 4))).isEqualTo(ssn(4));
    }

    @Test
    void sealsAndWritesOnSeveralThreads() {
        insertPatients(0, 900);
        clinic.rotate(NORTH);
        clinic.rotate(SOUTH);

        ReencryptionReport report =
                reencryption(SSN, CITY).parallelism(3).pageSize(7).run();

        assertThat(report.reencrypted()).isEqualTo(1800);
        assertThat(report.conflicts()).isZero();
        assertThat(report.complete()).isTrue();
        allOpen(900);
    }

    @Test
    void movesAColumnOnceThatTheCatalogueListsTwice() {
        insertPatients(0, 10);
        clinic.rotate(NORTH);

        ReencryptionReport report = run(SSN, SSN, CITY);

        assertThat(report.reencrypted()).isEqualTo(10);
        assertThat(report.complete()).isTrue();
        allOpen(10);
    }

    @Test
    void countsADeletedRowAsAConflict() {
        insertPatients(0, 10);
        clinic.rotate(NORTH);

        ReencryptionReport report = reencryption(
                        beforeEvery(FailingDataSource.UPDATE, () -> tables.update("delete from patient where id = 4")),
                        SSN)
                .run();

        assertThat(report.conflicts()).isEqualTo(1);
        assertThat(report.reencrypted()).isEqualTo(4);
        assertThat(report.complete()).isTrue();
        assertThat(tables.query("select id from patient where id = 4")).isEmpty();
    }

    @Test
    void keepsTheLastWriteOfEveryRowWhileWritersAreAtWork() throws Exception {
        int rows = 400;
        insertPatients(0, rows);
        clinic.rotate(NORTH);
        clinic.rotate(SOUTH);
        try (RandomWriters writers = new RandomWriters(clinic, tables, rows, 4)) {
            writers.awaitWrites(20);
            ReencryptionReport first = reencryption(SSN).pageSize(20).run();
            writers.awaitWrites(20);
            // A second rotation under the writers' hands, and more pages for them to meet
            clinic.rotate(NORTH);
            clinic.rotate(SOUTH);
            ReencryptionReport second = reencryption(SSN).pageSize(20).run();
            writers.stop();

            assertThat(first.undecryptableRows()).isZero();
            assertThat(second.undecryptableRows()).isZero();
            assertThat(second.reencrypted() + second.conflicts()).isEqualTo(second.rowsRead());
            for (int id = 0; id < rows; id++) {
                assertThat(clinic.open(SSN, tenant(id), stored(SSN, id))).isEqualTo(writers.lastWrite(id, ssn(id)));
            }
        }
        assertThat(run(SSN).complete()).isTrue();
    }

    @Test
    void movesTheRestWhenItWasKilledAtAnyStatement() {
        for (int statement = 1; statement < 14; statement++) {
            int killedAt = statement;
            tables.update("delete from patient");
            insertPatients(0, 30);
            clinic.rotate(NORTH);
            AtomicInteger statements = new AtomicInteger();
            DataSource killed = new FailingDataSource(database.dataSource(), method -> {
                if (statements.incrementAndGet() >= killedAt) {
                    throw new SQLException("killed", "08006");
                }
            });

            assertThatThrownBy(() -> reencryption(killed, SSN).pageSize(8).run())
                    .isInstanceOf(ReencryptionException.class);
            allOpen(30);
            ReencryptionReport again = reencryption(SSN).pageSize(8).run();

            assertThat(again.complete()).isTrue();
            assertThat(again.conflicts()).isZero();
            allOpen(30);
        }
    }

    @Test
    void goesOnWhereItWasStopped() {
        insertPatients(0, 40);
        clinic.rotate(NORTH);
        AtomicInteger pages = new AtomicInteger();

        ReencryptionReport stopped = reencryption(SSN, CITY)
                .pageSize(2)
                .listener(progress -> pages.incrementAndGet())
                .stopWhen(() -> pages.get() >= 2)
                .run();
        ReencryptionReport finished = run(SSN, CITY);

        assertThat(stopped.stopped()).isTrue();
        assertThat(stopped.complete()).isFalse();
        assertThat(stopped.reencrypted()).isBetween(4L, 20L);
        assertThat(stopped.columns()).hasSize(2);
        assertThat(finished.reencrypted()).isEqualTo(40 - stopped.reencrypted());
        assertThat(finished.complete()).isTrue();
        allOpen(40);
    }

    @Test
    void twoRunsAtOnceMoveEveryValueOnce() throws Exception {
        insertPatients(0, 600);
        clinic.rotate(NORTH);
        clinic.rotate(SOUTH);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<ReencryptionReport>> runs = List.of(
                threads.submit(() -> reencryption(SSN, CITY).pageSize(25).run()),
                threads.submit(() -> reencryption(CITY, SSN).pageSize(40).run()));

        long reencrypted = runs.get(0).get().reencrypted() + runs.get(1).get().reencrypted();
        threads.shutdown();

        assertThat(reencrypted).isEqualTo(1200);
        assertThat(run(SSN, CITY).complete()).isTrue();
        allOpen(600);
    }

    @Test
    void tellsTextsApartThatDifferInCaseOnly() {
        insertPatients(0, 4);
        String sealed = (String) stored(CITY, 0);
        int letter = 2;
        while (!Character.isLetter(sealed.charAt(letter))) {
            letter++;
        }
        char other = Character.isLowerCase(sealed.charAt(letter))
                ? Character.toUpperCase(sealed.charAt(letter))
                : Character.toLowerCase(sealed.charAt(letter));
        String hostile = sealed.substring(0, letter) + other + sealed.substring(letter + 1);
        tables.update("insert into patient (id, city) values (?, ?)", -1L, hostile);
        tables.update("insert into patient (id, city) values (?, ?)", 99L, hostile);
        clinic.rotate(NORTH);

        ReencryptionReport report = run(CITY);

        assertThat(report.reencrypted()).isEqualTo(2);
        assertThat(report.columns().get(0).undecryptable())
                .containsExactly(new Undecryptable(Clinic.keyOf(hostile), Undecryptable.Reason.UNKNOWN_KEY, 2));
        assertThat(stored(CITY, 99)).isEqualTo(hostile);
    }

    @Test
    void leavesTextsThatAreNotCanonical() {
        insertPatients(0, 4);
        String sealed = (String) stored(CITY, 0);
        List<String> hostile = List.of(sealed + "=", sealed + " ", sealed.substring(0, 40) + "+", "Springfield", "");
        for (int i = 0; i < hostile.size(); i++) {
            tables.update("insert into patient (id, city) values (?, ?)", 100L + i, hostile.get(i));
        }
        KeyId old = clinic.activeKey(NORTH);
        clinic.rotate(NORTH);

        ReencryptionReport report = run(CITY);

        assertThat(report.columns().get(0).undecryptable())
                .containsExactlyInAnyOrder(
                        new Undecryptable(null, Undecryptable.Reason.NOT_SEALED, 2),
                        new Undecryptable(old, Undecryptable.Reason.DOES_NOT_OPEN, 3));
        for (int i = 0; i < hostile.size(); i++) {
            assertThat(stored(CITY, 100 + i)).isEqualTo(hostile.get(i));
        }
    }

    /** Twelve letters in front are as good as a header: the report would print the word as the id of a key. */
    @Test
    void namesNoKeyThatIsTheBeginningOfATextLeftUnsealed() {
        insertPatients(0, 4);
        List<String> unsealed = List.of(
                "Appendectomy planned for Thursday, patient allergic to penicillin",
                "Appendectomy",
                "Amoxicillin-trihydrate_500mg-thrice-daily-for-seven-days.",
                "Antidepressant-medication-changed-and-reviewed-after-two-weeks-");
        for (int i = 0; i < unsealed.size(); i++) {
            tables.update("insert into patient (id, city) values (?, ?)", 100L + i, unsealed.get(i));
        }
        byte[] lost = Clinic.bytes(stored(CITY, 0));
        ByteBuffer.wrap(lost).putLong(1, 0x1122334455667788L);
        tables.update("insert into patient (id, city) values (?, ?)", 200L, SealedValue.toText(lost));

        ReencryptionReport report = run(CITY);

        assertThat(report.columns().get(0).undecryptable())
                .containsExactlyInAnyOrder(
                        new Undecryptable(null, Undecryptable.Reason.NOT_SEALED, 4),
                        new Undecryptable(new KeyId(0x1122334455667788L), Undecryptable.Reason.UNKNOWN_KEY, 1));
        assertThat(report.remaining()).isEqualTo(5);
    }

    @Test
    void tellsValuesUnderAnUnknownKeyFromThoseThatAreTooShort() {
        byte[] lost = (byte[]) clinic.seal(SSN, NORTH, "lost");
        ByteBuffer.wrap(lost).putLong(1, 0x1122334455667788L);
        tables.update("insert into patient (id, ssn) values (?, ?)", 1L, lost);
        tables.update("insert into patient (id, ssn) values (?, ?)", 2L, Arrays.copyOf(lost, 37));
        tables.update("insert into patient (id, ssn) values (?, ?)", 3L, Arrays.copyOf(lost, 9));

        assertThat(run(SSN).columns().get(0).undecryptable())
                .containsExactlyInAnyOrder(
                        new Undecryptable(null, Undecryptable.Reason.NOT_SEALED, 2),
                        new Undecryptable(new KeyId(0x1122334455667788L), Undecryptable.Reason.UNKNOWN_KEY, 1));
    }

    @Test
    void aWriterOfAnotherRowOfATableWithoutAKeyDoesNotWait() {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            rows.add(new Object[] {(long) i, clinic.seal(ALLERGY, NORTH, "value " + i)});
        }
        tables.insert("insert into allergy (patient_id, substance) values (?, ?)", rows);
        clinic.rotate(NORTH);
        tables.update("insert into allergy values (99, ?)", clinic.seal(ALLERGY, NORTH, "x"));
        Object written = clinic.seal(ALLERGY, NORTH, "y");
        AtomicInteger writes = new AtomicInteger();

        // A transaction of the run that wrote something is about to end: all its locks are held
        ReencryptionReport report = reencryption(
                        beforeEvery(
                                "commit",
                                () -> writes.addAndGet(tables.updateWithoutWaiting(
                                        "update allergy set substance = ? where patient_id = 99", written))),
                        ALLERGY)
                .run();

        assertThat(report.reencrypted()).isEqualTo(25);
        assertThat(writes).hasValueGreaterThan(3);
    }

    @Test
    void findsRowsByKeysOfEveryKindInAZoneThatChangesItsClocks() {
        TimeZone zone = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        try {
            findsRowsByKeysOfEveryKind();
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    private void findsRowsByKeysOfEveryKind() {
        List<KeyKind> kinds = keyKinds();
        for (KeyKind kind : kinds) {
            String table = "kind" + kinds.indexOf(kind);
            tables.update(
                    "create table " + table + " (k " + kind.type() + " primary key, v " + database.binaryType() + ")");
            SealedColumn column = new SealedColumn(
                    table, "v", table, List.of("k"), "v", "kind.v", "phi", "text", Storage.BINARY, 1, false);
            for (String literal : kind.literals()) {
                tables.update("insert into " + table + " values (" + literal + ", ?)", clinic.seal(column, NORTH, "x"));
            }
            clinic.rotate(NORTH);

            ReencryptionReport report = reencryption(column).pageSize(1).run();

            assertThat(report.reencrypted())
                    .as(kind.type())
                    .isEqualTo(kind.literals().size());
            assertThat(report.complete()).as(kind.type()).isTrue();
        }
    }

    /** Column types that keys have, each with three literals. */
    private List<KeyKind> keyKinds() {
        List<KeyKind> kinds = new ArrayList<>(List.of(
                new KeyKind("varchar(20)", List.of("'B'", "'a'", "'é '")),
                new KeyKind("char(5)", List.of("'B'", "'a'", "'ab c'")),
                new KeyKind("numeric(20, 3)", List.of("-1.5", "0", "12345678901234567.125")),
                new KeyKind("date", List.of("date '1582-10-10'", "date '2026-03-29'", "date '9999-12-31'")),
                // Half past two does not exist on that day in central Europe
                new KeyKind(
                        "timestamp(6)",
                        List.of(
                                "timestamp '2026-03-29 02:30:00.123456'",
                                "timestamp '2026-03-29 02:30:00.123457'",
                                "timestamp '2026-10-25 02:30:00'")),
                new KeyKind("time", List.of("time '00:00:00'", "time '12:30:01'", "time '23:59:59'"))));
        kinds.addAll(ownKeyKinds());
        return kinds;
    }

    /** Kinds of key that only this database has. */
    abstract List<KeyKind> ownKeyKinds();

    record KeyKind(String type, List<String> literals) {}

    @Test
    void leavesHostileValuesExactlyAsTheyAreAndMovesTheRest() {
        insertPatients(0, 20);
        List<byte[]> hostile = hostileValues();
        KeyId old = clinic.activeKey(NORTH);
        KeyId rotated = clinic.rotate(NORTH);
        for (int i = 0; i < hostile.size(); i++) {
            tables.update("insert into patient (id, ssn) values (?, ?)", 1000L + i, hostile.get(i));
        }

        ReencryptionReport report = reencryption(SSN).pageSize(3).run();

        assertThat(report.reencrypted()).isEqualTo(10);
        assertThat(report.conflicts()).isZero();
        assertThat(report.columns().get(0).undecryptable())
                .containsExactlyInAnyOrder(
                        new Undecryptable(null, Undecryptable.Reason.NOT_SEALED, 6),
                        new Undecryptable(old, Undecryptable.Reason.UNKNOWN_KEY, 1),
                        new Undecryptable(new KeyId(0x1122334455667788L), Undecryptable.Reason.UNKNOWN_KEY, 1),
                        new Undecryptable(old, Undecryptable.Reason.DOES_NOT_OPEN, 5));
        assertThat(report.remaining()).isEqualTo(hostile.size());
        for (int i = 0; i < hostile.size(); i++) {
            assertThat(stored(SSN, 1000 + i)).isEqualTo(hostile.get(i));
        }
        assertThat(Clinic.keyOf(stored(SSN, 18))).isEqualTo(rotated);
    }

    /** Values that begin like sealed ones belong to the north's first key. */
    private List<byte[]> hostileValues() {
        byte[] sealed = (byte[]) clinic.seal(SSN, NORTH, "victim");
        byte[] flippedTag = sealed.clone();
        flippedTag[sealed.length - 1] ^= 1;
        byte[] flippedNonce = sealed.clone();
        flippedNonce[10] ^= 1;
        byte[] unknownSuite = sealed.clone();
        unknownSuite[0] = 0x7f;
        byte[] unknownKey = sealed.clone();
        ByteBuffer.wrap(unknownKey).putLong(1, 0x1122334455667788L);
        byte[] otherSuite = sealed.clone();
        otherSuite[0] = 0x02;
        byte[] shortUnknownKey = Arrays.copyOf(unknownKey, 20);
        ByteBuffer.wrap(shortUnknownKey).putLong(1, 0x1122334455667799L);
        return List.of(
                // No header, or one of no key and too short to be sealed
                new byte[0],
                Arrays.copyOf(sealed, 8),
                "123-45-6789, in plain text and longer than a header".getBytes(StandardCharsets.UTF_8),
                unknownSuite,
                new byte[60],
                shortUnknownKey,
                unknownKey,
                otherSuite,
                // A header that is stale
                Arrays.copyOf(sealed, 9),
                Arrays.copyOf(sealed, sealed.length - 1),
                flippedTag,
                flippedNonce,
                (byte[]) clinic.seal(ALLERGY, NORTH, "another column's value"));
    }

    private ReencryptionReport run(SealedColumn... columns) {
        return reencryption(columns).pageSize(100).run();
    }

    private Reencryption reencryption(SealedColumn... columns) {
        return reencryption(database.dataSource(), columns);
    }

    private Reencryption reencryption(DataSource dataSource, SealedColumn... columns) {
        return clinic.seal().reencryption(dataSource, List.of(columns));
    }

    private DataSource beforeEvery(String method, Runnable action) {
        return beforeEvery(method, database.dataSource(), action);
    }

    private static DataSource beforeEvery(String method, DataSource dataSource, Runnable action) {
        return new FailingDataSource(dataSource, called -> {
            if (called.equals(method)) {
                action.run();
            }
        });
    }

    private void allOpen(int rows) {
        for (Object[] row : tables.query("select id, ssn, city from patient")) {
            int id = ((Number) row[0]).intValue();
            assertThat(clinic.open(SSN, tenant(id), row[1])).isEqualTo(ssn(id));
            assertThat(clinic.open(CITY, tenant(id), row[2])).isEqualTo(city(id));
            assertThat(id).isLessThan(rows);
        }
    }

    private Object stored(SealedColumn column, int id) {
        return tables.query("select " + column.column() + " from patient where id = ?", (long) id)
                .get(0)[0];
    }

    /** Patients with even ids belong to the north. */
    private void insertPatients(int from, int to) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(new Object[] {(long) i, clinic.seal(SSN, tenant(i), ssn(i)), clinic.seal(CITY, tenant(i), city(i))
            });
        }
        tables.insert("insert into patient (id, ssn, city) values (?, ?, ?)", rows);
    }

    private static String tenant(int id) {
        return id % 2 == 0 ? NORTH : SOUTH;
    }

    private static String ssn(int id) {
        return "123-45-%04d".formatted(id);
    }

    private static String city(int id) {
        return "city " + id;
    }
}
