package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.Clinic.SOUTH;
import static io.columnseal.reencrypt.ClinicTables.ALIAS;
import static io.columnseal.reencrypt.ClinicTables.ALLERGY;
import static io.columnseal.reencrypt.ClinicTables.CITY;
import static io.columnseal.reencrypt.ClinicTables.RESULT;
import static io.columnseal.reencrypt.ClinicTables.SSN;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.catalogue.SealedColumn;
import io.columnseal.key.KeyId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

    abstract TestDatabase startDatabase() throws Exception;

    @BeforeAll
    void start() throws Exception {
        database = startDatabase();
        tables = new ClinicTables(database.dataSource());
    }

    @AfterAll
    void stop() throws Exception {
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

    private ReencryptionReport run(SealedColumn... columns) {
        return reencryption(columns).pageSize(100).run();
    }

    private Reencryption reencryption(SealedColumn... columns) {
        return clinic.seal().reencryption(database.dataSource(), List.of(columns));
    }

    /** Patients with even ids belong to the north. */
    private void insertPatients(int from, int to) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(new Object[] {
                (long) i, clinic.seal(SSN, tenant(i), ssn(i)), clinic.seal(CITY, tenant(i), city(i))
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
