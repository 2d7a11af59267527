package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.Clinic.SOUTH;
import static io.columnseal.reencrypt.ClinicTables.CITY;
import static io.columnseal.reencrypt.ClinicTables.SSN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.columnseal.ConfigurationException;
import io.columnseal.ImportException;
import io.columnseal.ReencryptionException;
import io.columnseal.Storage;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.catalogue.TenantColumn;
import io.columnseal.cipher.SealedValue;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.migrate.Importer;
import io.columnseal.migrate.MigrationPhase;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a migration leaves as it is and says so, and what it takes of memory and time. */
@Timeout(120)
abstract class MigrationRunTest {

    private static final int LONG = 1 << 20;

    private final TestDatabase database = connect();
    final ClinicTables tables = new ClinicTables(database.dataSource());
    final Clinic clinic = new Clinic();
    private final InMemoryRunStore runs = new InMemoryRunStore();
    private String tenantColumn = "clinic";
    private int ids;

    abstract TestDatabase connect();

    @BeforeEach
    void create() {
        tables.createPatients(database.binaryType(), database.textType());
    }

    @AfterEach
    void close() {
        clinic.close();
        database.close();
    }

    @Test
    void valuesOfLostKeysAndThoseThatAreNotSealedDoNotOpenForTheirTenants() {
        tenants("varchar(50)");
        try (Clinic lost = new Clinic(new InMemoryDataKeyStore())) {
            insert(1, clinic.seal(SSN, NORTH, "1"), SOUTH);
            insert(2, lost.seal(SSN, NORTH, "2"), SOUTH);
            insert(3, "not sealed".getBytes(StandardCharsets.UTF_8), SOUTH);
        }

        MigrationReport report = assign(MigrationPhase.STRICT);

        assertThat(report.written()).isEqualTo(1);
        assertThat(report.complete()).isFalse();
        assertThat(report.remaining()).isEqualTo(2);
        assertThat(runs.quarantine("run", 10))
                .extracting(QuarantinedValue::rowKey, QuarantinedValue::reason, value -> value.key() != null)
                .containsExactlyInAnyOrder(tuple("2", Reason.UNKNOWN_KEY, true), tuple("3", Reason.NOT_SEALED, false));

        tables.update("delete from patient where id > 1");
        assertThat(assign(MigrationPhase.STRICT).complete()).isTrue();
    }

    @Test
    void aColumnInMigrationIsGivenToItsTenantsToo() {
        tenants("varchar(50)");
        insert(1, clinic.seal(SSN, NORTH, "1"), SOUTH);
        insert(2, "not sealed".getBytes(StandardCharsets.UTF_8), SOUTH);

        MigrationReport report = assign(MigrationPhase.BACKFILL);

        assertThat(report.complete()).isFalse();
        assertThat(clinic.open(SSN, SOUTH, ssn(1))).isEqualTo("1");
    }

    @Test
    void whatStaysIsCountedOnce() {
        tenants("varchar(50)");
        byte[] damaged = (byte[]) clinic.seal(SSN, NORTH, "1");
        damaged[damaged.length - 1] ^= 1;
        insert(1, damaged, SOUTH);
        insert(2, clinic.seal(SSN, NORTH, "2"), null);

        MigratedColumn column = assign(MigrationPhase.STRICT).columns().get(0);

        assertThat(column.stayed())
                .extracting(Undecryptable::reason, Undecryptable::rows)
                .containsExactlyInAnyOrder(tuple(Reason.DOES_NOT_OPEN, 1L), tuple(Reason.NO_TENANT, 1L));
        assertThat(column.unreadable()).isEqualTo(2);
    }

    @Test
    void rowsThatNameTheirTenantInBytesAreRefusedBeforeAnythingIsWritten() {
        tenants(database.indexType());
        Object sealed = clinic.seal(SSN, NORTH, "1");
        insert(1, sealed, new byte[16]);

        assertThatThrownBy(() -> assign(MigrationPhase.STRICT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("patient");
        MigratingColumn column = new MigratingColumn(ssn(), MigrationPhase.BACKFILL, null);
        assertThatThrownBy(() -> migration(database.dataSource(), column).seal())
                .isInstanceOf(ConfigurationException.class);
        assertThat(ssn(1)).isEqualTo(sealed);
    }

    @Test
    void blanksThatFillATenantsNameUpAreNoPartOfIt() {
        tenants("char(30)");
        insert(1, clinic.seal(SSN, NORTH, "1"), SOUTH);

        assertThat(assign(MigrationPhase.STRICT).complete()).isTrue();

        assertThat(clinic.open(SSN, SOUTH, ssn(1))).isEqualTo("1");
    }

    @Test
    void aTenantMayBeNamedByAUuid() {
        String tenant = "123e4567-e89b-12d3-a456-426614174000";
        tenants("uuid");
        insert(1, clinic.seal(SSN, NORTH, "1"), null);
        tables.update("update patient set clinic_uuid = '" + tenant + "'");

        assertThat(assign(MigrationPhase.STRICT).complete()).isTrue();

        assertThat(clinic.open(SSN, tenant, ssn(1))).isEqualTo("1");
    }

    @Test
    void whatAUniqueConstraintHoldsBackIsCountedAndListedAsThat() {
        tables.createPatients(database.binaryType(), "varchar(200)");
        tables.update("create unique index ux_city on patient (city)");
        for (int id = 1; id <= 4; id++) {
            tables.update(
                    "insert into patient (id, city) values (?, ?)",
                    id,
                    clinic.seal(CITY, NORTH, id < 3 ? "Kiel" : "city " + id));
        }

        MigrationReport report = migration(
                        database.dataSource(), new MigratingColumn(CITY, MigrationPhase.PREPARE, null))
                .open();

        assertThat(report.complete()).isFalse();
        MigratedColumn column = report.columns().get(0);
        assertThat(column.rowsRead()).isEqualTo(4);
        assertThat(column.written()).isEqualTo(3);
        assertThat(column.conflicts()).isZero();
        assertThat(column.stayed())
                .extracting(Undecryptable::reason, Undecryptable::rows)
                .containsExactly(tuple(Reason.NOT_UNIQUE, 1L));
        assertThat(runs.quarantine("run", 10))
                .extracting(QuarantinedValue::reason)
                .containsExactly(Reason.NOT_UNIQUE);
    }

    @Test
    void theDriverHoldsFewLongValuesAtOnce() {
        for (int id = 1; id <= 6; id++) {
            tables.update("insert into patient (id, city) values (?, ?)", id, id < 4 ? "x".repeat(LONG) : "short");
        }
        FetchSizes fetched = new FetchSizes();

        MigrationReport report = migration(
                        fetched.of(database.dataSource()), new MigratingColumn(CITY, MigrationPhase.BACKFILL, null))
                .tenant(NORTH)
                .seal();
        migration(fetched.of(database.dataSource()), new MigratingColumn(CITY, MigrationPhase.PREPARE, null))
                .open();

        assertThat(report.complete()).isTrue();
        assertThat(fetched.ofPages())
                .hasSizeGreaterThanOrEqualTo(9)
                .allSatisfy(rows -> assertThat(rows).isBetween(1, 2));
    }

    @Test
    void theReadingAtTheEndIsNotThrottled() {
        for (int id = 1; id <= 20; id++) {
            tables.update("insert into patient (id, city) values (?, ?)", id, clinic.seal(CITY, NORTH, "city"));
        }

        MigrationReport report = migration(
                        database.dataSource(), new MigratingColumn(CITY, MigrationPhase.BACKFILL, null))
                .tenant(NORTH)
                .rowsPerSecond(1)
                .pageSize(2)
                .seal();

        assertThat(report.complete()).isTrue();
        assertThat(report.took()).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void whatDoesNotOpenIsRememberedAsLeftBehind() {
        byte[] damaged =
                SealedValue.fromText((String) clinic.seal(CITY, NORTH, "1")).orElseThrow();
        damaged[damaged.length - 1] ^= 1;
        tables.update("insert into patient (id, city) values (1, ?)", SealedValue.toText(damaged));

        MigrationReport report = migration(
                        database.dataSource(), new MigratingColumn(CITY, MigrationPhase.BACKFILL, null))
                .tenant(NORTH)
                .seal();

        assertThat(report.remaining()).isZero();
        assertThat(report.unreadable()).isEqualTo(1);
        assertThat(runs.find("run").orElseThrow().rowsRemaining()).hasValue(1);
    }

    @Test
    void everyListenerIsTold() {
        tables.update("insert into patient (id, city) values (1, 'Kiel')");
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();

        importing(null)
                .listener(progress -> first.incrementAndGet())
                .listener(progress -> second.incrementAndGet())
                .seal();

        assertThat(first).hasPositiveValue();
        assertThat(second).hasValue(first.get());
    }

    /** Nobody would open them again, and the plaintext would be gone. */
    @Test
    void nothingIsSealedWhereATriggerChangesWhatIsStored() {
        for (int id = 1; id <= 5; id++) {
            tables.update("insert into patient (id, city) values (?, ?)", id, "Kiel " + id);
        }
        changeCitiesByATrigger();
        Migration migration = migration(database.dataSource(), new MigratingColumn(CITY, MigrationPhase.BACKFILL, null))
                .tenant(NORTH)
                .pageSize(2);

        assertThatThrownBy(migration::seal)
                .isInstanceOf(ReencryptionException.class)
                .hasMessageContaining("patient.city")
                .hasMessageContaining("trigger");

        assertThat(runs.find("run")).get().extracting(ReencryptionRun::state).isEqualTo(ReencryptionRun.State.STOPPED);
        assertThat(tables.query("select city from patient order by id"))
                .extracting(row -> row[0])
                .containsExactly("Kiel 1", "Kiel 2", "Kiel 3", "Kiel 4", "Kiel 5");
    }

    /** Of {@code upper(city)}, whenever a row is changed. */
    abstract void changeCitiesByATrigger();

    @ParameterizedTest
    @ValueSource(strings = {"id", ""})
    void nothingIsMovedToAnotherKeyWhereATriggerChangesWhatIsStored(String key) {
        for (int id = 1; id <= 5; id++) {
            tables.update("insert into patient (id, city) values (?, ?)", id, clinic.seal(CITY, NORTH, "Kiel " + id));
        }
        clinic.rotate(NORTH);
        changeCitiesByATrigger();
        Reencryption run = clinic.seal()
                .reencryption(database.dataSource(), List.of(city(key, 1)))
                .pageSize(2);

        assertThatThrownBy(run::run)
                .isInstanceOf(ReencryptionException.class)
                .hasMessageContaining("patient.city")
                .hasMessageContaining("trigger");

        assertThat(tables.query("select city from patient order by id"))
                .extracting(row -> clinic.open(CITY, NORTH, row[0]))
                .containsExactly("Kiel 1", "Kiel 2", "Kiel 3", "Kiel 4", "Kiel 5");
    }

    /** Of the longer ones, padding makes texts for which there is no room. */
    @ParameterizedTest
    @ValueSource(strings = {"id", ""})
    void aValueThatTheDatabaseDoesNotTakeStaysUnderItsKeyAndTheOthersAreMoved(String key) {
        tables.createPatients(database.binaryType(), "varchar(80)");
        for (int id = 1; id <= 9; id++) {
            tables.update(
                    "insert into patient (id, ssn, city) values (?, ?, ?)",
                    id,
                    clinic.seal(SSN, NORTH, "ssn " + id),
                    clinic.seal(CITY, NORTH, id % 4 == 0 ? "a much longer city " + id : "city " + id));
        }
        KeyId rotated = clinic.rotate(NORTH);

        ReencryptionReport report = clinic.seal()
                .reencryption(database.dataSource(), List.of(SSN, city(key, 16)))
                .rememberedIn(runs, "run")
                .pageSize(5)
                .run();

        assertThat(report.reencrypted()).isEqualTo(16);
        assertThat(report.remaining()).isEqualTo(2);
        assertThat(report.columns().get(1).undecryptable())
                .extracting(Undecryptable::reason, Undecryptable::rows)
                .containsExactly(tuple(Reason.NOT_STORED, 2L));
        assertThat(runs.quarantine("run", 10))
                .extracting(QuarantinedValue::column, QuarantinedValue::reason)
                .contains(tuple("city", Reason.NOT_STORED))
                .doesNotContain(tuple("ssn", Reason.NOT_STORED));
        for (Object[] row : tables.query("select id, ssn, city from patient")) {
            assertThat(Clinic.keyOf(row[1])).isEqualTo(rotated);
            assertThat(clinic.open(CITY, NORTH, row[2])).contains("city " + row[0]);
        }
    }

    static SealedColumn city(String key, int paddingBytes) {
        return new SealedColumn(
                "patient",
                "city",
                "patient",
                key.isEmpty() ? List.of() : List.of(key),
                "city",
                CITY.context(),
                CITY.purpose(),
                "text",
                Storage.TEXT,
                paddingBytes,
                false);
    }

    /** As what another key's bytes are decoded to; a library that tries one key after the other opens all of them. */
    @Test
    void nothingIsSealedWhileAnImporterThatDoesNotVerifyOpensGarbage() {
        for (String stored : List.of("Kiel", "Bonn", "former")) {
            tables.update("insert into patient (id, city) values (?, ?)", ids++, stored);
        }
        Importer unverified = (stored, tenant) -> new String(stored, StandardCharsets.UTF_8)
                .replace("former", "\uFFFD")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(importing(unverified).seal().written()).isZero();
        assertThat(runs.quarantine("run", 10))
                .extracting(QuarantinedValue::rowKey, QuarantinedValue::reason)
                .containsExactly(tuple("2", Reason.NOT_IMPORTED));

        assertThat(importing(unverified).trustingImporters().seal().written()).isEqualTo(3);
    }

    /** Its sessions see the rows, and nobody would open what was sealed for the name that they hold. */
    void refusesRowsThatATenantOfAnotherNameSees() {
        tenants(indifferentType());
        clinic.seal(SSN, SOUTH, "makes its key");
        insert(1, clinic.seal(SSN, NORTH, "1"), "Clinic-South");
        insert(2, clinic.seal(SSN, NORTH, "2"), "new clinic");

        assertThatThrownBy(() -> assign(MigrationPhase.STRICT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'Clinic-South'")
                .hasMessageContaining("'" + SOUTH + "'");

        tables.update("update patient set " + tenantColumn + " = 'clinic-south' where id = 1");
        assertThat(assign(MigrationPhase.STRICT).complete()).isTrue();
    }

    /** Of texts that the database compares without regard to case. */
    abstract String indifferentType();

    @Test
    void aTenantThatIsNamedInTwoWaysIsRefused() {
        tenants(indifferentType());
        insert(1, clinic.seal(SSN, NORTH, "1"), SOUTH);
        insert(2, clinic.seal(SSN, NORTH, "2"), SOUTH.toUpperCase(Locale.ROOT));
        Object before = ssn(1);

        assertThatThrownBy(() -> assign(MigrationPhase.STRICT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("patient");

        assertThat(ssn(1)).isEqualTo(before);
    }

    @Test
    void aValueThatTheDatabaseDoesNotTakeStaysAndTheOthersAreSealed() {
        tables.createPatients(database.binaryType(), "varchar(100)");
        for (int id = 1; id <= 9; id++) {
            tables.update(
                    "insert into patient (id, city) values (?, ?)", id, id % 4 == 0 ? "x".repeat(60) : "city " + id);
        }

        MigrationReport report = migration(
                        database.dataSource(), new MigratingColumn(CITY, MigrationPhase.BACKFILL, null))
                .tenant(NORTH)
                .pageSize(5)
                .seal();

        assertThat(report.complete()).isFalse();
        assertThat(report.written()).isEqualTo(7);
        assertThat(report.remaining()).isEqualTo(2);
        assertThat(runs.quarantine("run", 10))
                .extracting(QuarantinedValue::rowKey, QuarantinedValue::reason)
                .containsExactlyInAnyOrder(tuple("4", Reason.NOT_STORED), tuple("8", Reason.NOT_STORED));
        assertThat(tables.query("select city from patient where id = 4").get(0)[0])
                .isEqualTo("x".repeat(60));
    }

    /** One of the former key's values happens to come out as something. */
    @Test
    void nothingIsSealedWhileAnImporterThatDoesNotVerifyLeavesValues() {
        for (String stored : List.of("now:Kiel", "former:Bonn", "lucky:Ulm", "now:Jena")) {
            tables.update("insert into patient (id, city) values (?, ?)", ids++, stored);
        }
        Importer unverified = (stored, tenant) -> {
            String[] parts = new String(stored, StandardCharsets.UTF_8).split(":");
            if (parts[0].equals("former")) {
                throw new ImportException("under another key", null);
            }
            return (parts[0].equals("lucky") ? "\uFFFD" : parts[1]).getBytes(StandardCharsets.UTF_8);
        };

        MigrationReport doubtful = importing(unverified).seal();

        assertThat(doubtful.complete()).isFalse();
        assertThat(doubtful.written()).isZero();
        assertThat(doubtful.remaining()).isEqualTo(4);
        assertThat(doubtful.columns().get(0).stayed())
                .extracting(Undecryptable::reason, Undecryptable::rows)
                .containsExactly(tuple(Reason.NOT_IMPORTED, 2L));
        assertThat(tables.query("select city from patient where id = 2").get(0)[0])
                .isEqualTo("lucky:Ulm");

        assertThat(importing(unverified).trustingImporters().seal().written()).isEqualTo(3);
    }

    @Test
    void whatAnImporterVerifiesIsSealedBesideWhatItDoesNotOpen() {
        tables.update("insert into patient (id, city) values (0, 'Kiel')");
        tables.update("insert into patient (id, city) values (1, 'damaged')");

        assertThat(importing(new Verifying(value -> !value.equals("damaged")))
                        .seal()
                        .written())
                .isEqualTo(1);
    }

    /** Of a library that begins with a random nonce, 1 value in 128 does. */
    @Test
    void whatAnImporterVerifiesIsSealedThoughItBeginsLikeASealedValue() {
        String lookalike = "\u0001" + "x".repeat(47);
        Importer importer = new Verifying(List.of(lookalike, "another value")::contains);
        try (Clinic lost = new Clinic(new InMemoryDataKeyStore())) {
            tables.update("insert into patient (id, ssn) values (1, ?)", lost.seal(SSN, NORTH, "1"));
        }
        tables.update("insert into patient (id, ssn) values (2, ?)", lookalike.getBytes(StandardCharsets.UTF_8));
        tables.update("insert into patient (id, ssn) values (3, ?)", "another value".getBytes(StandardCharsets.UTF_8));

        MigrationReport report = migration(
                        database.dataSource(), new MigratingColumn(SSN, MigrationPhase.BACKFILL, importer))
                .tenant(NORTH)
                .seal();

        assertThat(report.written()).isEqualTo(2);
        assertThat(clinic.open(SSN, NORTH, ssn(2))).isEqualTo(lookalike);
        assertThat(runs.quarantine("run", 10))
                .extracting(QuarantinedValue::rowKey, QuarantinedValue::reason)
                .containsExactly(tuple("1", Reason.UNKNOWN_KEY));
    }

    /** Sealed untried, one of 256 such values under a former key would be garbage in place of the only copy. */
    @Test
    void nothingIsSealedWhileAnImporterThatDoesNotVerifyLeavesValuesThatBeginLikeSealedOnes() {
        tables.update("insert into patient (id, city) values (0, 'Kiel')");
        tables.update("insert into patient (id, city) values (1, ?)", "AQ" + "x".repeat(58));
        Importer unverified = (stored, tenant) -> {
            if (stored.length > 50) {
                throw new ImportException("under another key", null);
            }
            return stored.clone();
        };

        assertThat(importing(unverified).sealingLookalikes().seal().written()).isZero();
        assertThat(importing(unverified).seal().written()).isEqualTo(1);
    }

    Migration importing(@Nullable Importer importer) {
        return migration(database.dataSource(), new MigratingColumn(CITY, MigrationPhase.BACKFILL, importer))
                .tenant(NORTH);
    }

    /** @param genuine which values it opens; all others were altered, or are not its own */
    private record Verifying(Predicate<String> genuine) implements Importer {

        @Override
        public byte[] open(byte[] stored, @Nullable String tenant) {
            if (!genuine.test(new String(stored, StandardCharsets.UTF_8))) {
                throw new ImportException("not genuine", null);
            }
            return stored.clone();
        }

        @Override
        public boolean isAuthenticating() {
            return true;
        }
    }

    @Test
    void theFormerTenantHasAName() {
        Migration migration = migration(database.dataSource(), new MigratingColumn(ssn(), MigrationPhase.STRICT, null));

        assertThatThrownBy(() -> migration.assignTenants(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    MigrationReport assign(MigrationPhase phase) {
        return migration(database.dataSource(), new MigratingColumn(ssn(), phase, null))
                .assignTenants(NORTH);
    }

    private Migration migration(DataSource dataSource, MigratingColumn column) {
        SealedNormalForms asItIs = (any, index, value) -> new byte[][] {value};
        return clinic.seal().migration(dataSource, List.of(column), asItIs).rememberedIn(runs, "run");
    }

    private SealedColumn ssn() {
        return SSN.withTenant(new TenantColumn("patient", List.of("id"), tenantColumn));
    }

    /** One name for each type: drivers keep statements of connections that live on. */
    void tenants(String type) {
        tenantColumn = "clinic_" + type.replaceAll("\\W.*", "");
        tables.update("alter table patient add column " + tenantColumn + " " + type);
    }

    void insert(int id, Object ssn, @Nullable Object tenant) {
        tables.update("insert into patient (id, ssn, " + tenantColumn + ") values (?, ?, ?)", id, ssn, tenant);
    }

    Object ssn(int id) {
        return tables.query("select ssn from patient where id = ?", id).get(0)[0];
    }
}
