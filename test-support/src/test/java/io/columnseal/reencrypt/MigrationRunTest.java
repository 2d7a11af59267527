package io.columnseal.reencrypt;

import static io.columnseal.reencrypt.Clinic.NORTH;
import static io.columnseal.reencrypt.Clinic.SOUTH;
import static io.columnseal.reencrypt.ClinicTables.CITY;
import static io.columnseal.reencrypt.ClinicTables.SSN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.columnseal.ConfigurationException;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.catalogue.TenantColumn;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.migrate.MigrationPhase;
import io.columnseal.reencrypt.Undecryptable.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a migration leaves as it is and says so, and what it takes of memory and time. */
@Timeout(120)
abstract class MigrationRunTest {

    private static final int LONG = 1 << 20;

    private final TestDatabase database = connect();
    private final ClinicTables tables = new ClinicTables(database.dataSource());
    private final Clinic clinic = new Clinic();
    private final InMemoryRunStore runs = new InMemoryRunStore();
    private String tenantColumn = "clinic";

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
    void theFormerTenantHasAName() {
        Migration migration = migration(database.dataSource(), new MigratingColumn(ssn(), MigrationPhase.STRICT, null));

        assertThatThrownBy(() -> migration.assignTenants(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    private MigrationReport assign(MigrationPhase phase) {
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
    private void tenants(String type) {
        tenantColumn = "clinic_" + type.replaceAll("\\W.*", "");
        tables.update("alter table patient add column " + tenantColumn + " " + type);
    }

    private void insert(int id, Object ssn, @Nullable Object tenant) {
        tables.update("insert into patient (id, ssn, " + tenantColumn + ") values (?, ?, ?)", id, ssn, tenant);
    }

    private Object ssn(int id) {
        return tables.query("select ssn from patient where id = ?", id).get(0)[0];
    }
}
