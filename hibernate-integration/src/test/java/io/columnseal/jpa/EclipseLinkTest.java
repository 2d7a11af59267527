package io.columnseal.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.DecryptionException;
import io.columnseal.Environment;
import io.columnseal.TenantMismatchException;
import io.columnseal.TenantMissingException;
import io.columnseal.TenantScope;
import io.columnseal.cipher.SealedValue;
import io.columnseal.jpa.Patient.BloodGroup;
import io.columnseal.jpa.Patient.Visit;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.test.TestKms;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.persistence.jpa.PersistenceProvider;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The converters under a provider that is not Hibernate, on a real database. */
class EclipseLinkTest {

    private static final String SSN = "123-45-6789";

    private final JdbcDataSource dataSource = new JdbcDataSource();
    private @Nullable String tenant = "north";
    private ColumnSeal seal;
    private EntityManagerFactory factory;

    @BeforeEach
    void start() throws SQLException {
        dataSource.setURL("jdbc:h2:mem:" + getClass().getSimpleName() + ";DB_CLOSE_DELAY=-1");
        execute("drop all objects");
        seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(new TestKms())
                .keyStore(new InMemoryDataKeyStore())
                .tenantResolver(() -> tenant)
                .build();
        Patient.columnSeal = seal;
        factory = new PersistenceProvider()
                .createEntityManagerFactory(
                        "clinic",
                        Map.of(
                                "eclipselink.persistencexml",
                                "META-INF/eclipselink-persistence.xml",
                                "eclipselink.session-name",
                                "clinic" + System.nanoTime(),
                                "jakarta.persistence.nonJtaDataSource",
                                dataSource));
    }

    @AfterEach
    void stop() {
        factory.close();
        seal.close();
        Patient.columnSeal = null;
    }

    @Test
    void everyTypeReopens() {
        Patient patient = new Patient(1, "Doe");
        patient.ssn = SSN;
        patient.city = "Zürich";
        patient.birthDate = LocalDate.of(1950, 2, 28);
        patient.bloodGroup = BloodGroup.AB;
        patient.photo = new byte[] {1, 2, 3};
        patient.visits = List.of(new Visit("Roe", LocalDate.of(2026, 1, 1)));
        patient.houseNote = "note";
        store(patient);

        Patient reopened = load(1);
        assertThat(reopened).usingRecursiveComparison().isEqualTo(patient);
    }

    @Test
    void theDatabaseSeesCiphertext() throws SQLException {
        storeWith(1, patient -> {
            patient.ssn = SSN;
            patient.city = "Zurich";
        });
        assertThat(new String(bytes("select ssn from patient"), StandardCharsets.ISO_8859_1))
                .doesNotContain(SSN);
        assertThat(SealedValue.header(bytes("select ssn from patient"))).isPresent();
        String city = text("select city from patient");
        assertThat(SealedValue.fromText(city).flatMap(SealedValue::header)).isPresent();
        assertThat(bytes("select ssn from patient")).hasSize(38 + SSN.length());
    }

    @Test
    void enumsDoNotShowByTheirLength() throws SQLException {
        storeWith(1, patient -> patient.bloodGroup = BloodGroup.A);
        storeWith(2, patient -> patient.bloodGroup = BloodGroup.AB);
        assertThat(bytes("select bloodgroup from patient where id = 1"))
                .hasSameSizeAs(bytes("select bloodgroup from patient where id = 2"));
    }

    @Test
    void nullStaysNullAndTheEmptyTextIsSealed() throws SQLException {
        storeWith(1, patient -> patient.city = "");
        assertThat(bytes("select ssn from patient")).isNull();
        assertThat(text("select city from patient")).isNotEmpty();
        assertThat(load(1).ssn).isNull();
        assertThat(load(1).city).isEmpty();
    }

    @Test
    void changesAreWrittenAndNothingElseIs() throws SQLException {
        storeWith(1, patient -> {
            patient.ssn = SSN;
            patient.city = "Bern";
        });
        byte[] before = bytes("select ssn from patient");
        transact(manager -> manager.find(Patient.class, 1L).city = "Basel");
        assertThat(load(1).city).isEqualTo("Basel");
        assertThat(bytes("select ssn from patient")).isEqualTo(before);
    }

    @Test
    void aValueIsSealedDifferentlyEachTimeSoQueriesDoNotFindIt() {
        storeWith(1, patient -> patient.ssn = SSN);
        long found = inManager(
                manager -> manager.createQuery("select count(p) from Patient p where p.ssn = :ssn", Long.class)
                        .setParameter("ssn", SSN)
                        .getSingleResult());
        assertThat(found).isZero();
    }

    @Test
    void aValueMovedToAnotherColumnDoesNotOpen() throws SQLException {
        storeWith(1, patient -> patient.ssn = SSN);
        execute("update patient set photo = ssn");
        assertThatThrownBy(() -> load(1)).hasRootCauseInstanceOf(DecryptionException.class);
    }

    @Test
    void anAlteredTextDoesNotOpen() throws SQLException {
        storeWith(1, patient -> patient.city = "Bern");
        execute("update patient set city = city || 'A'");
        assertThatThrownBy(() -> load(1)).hasRootCauseInstanceOf(DecryptionException.class);
    }

    @Test
    void aTenantsValuesOpenForThatTenantOnly() {
        storeWith(1, patient -> patient.ssn = SSN);
        tenant = "south";
        assertThatThrownBy(() -> load(1)).hasRootCauseInstanceOf(TenantMismatchException.class);
        tenant = "north";
        assertThat(load(1).ssn).isEqualTo(SSN);
    }

    @Test
    void withoutATenantValuesAreReadAndNotWritten() {
        storeWith(1, patient -> patient.ssn = SSN);
        tenant = null;
        assertThat(load(1).ssn).isEqualTo(SSN);
        assertThatThrownBy(() -> storeWith(2, patient -> patient.ssn = SSN))
                .hasRootCauseInstanceOf(TenantMissingException.class);
    }

    @Test
    void aScopeNamesTheTenantThatTheResolverDoesNotKnow() {
        tenant = null;
        TenantScope.call("south", () -> {
            storeWith(1, patient -> patient.ssn = SSN);
            return null;
        });
        tenant = "south";
        assertThat(load(1).ssn).isEqualTo(SSN);
        assertThatThrownBy(() -> TenantScope.call("north", () -> load(1)))
                .hasRootCauseInstanceOf(TenantMismatchException.class);
    }

    @Test
    void aContextWithATenantBelongsToItForEverybody() {
        storeWith(1, patient -> patient.houseNote = "shared");
        tenant = "south";
        assertThat(load(1).houseNote).isEqualTo("shared");
        assertThat(seal.keys().history("house")).hasSize(1);
        assertThat(seal.keys().history("south")).isEmpty();
    }

    @Test
    void valuesOfARetiredKeyStillOpen() {
        storeWith(1, patient -> patient.ssn = SSN);
        seal.keys().rotate("north", "test", "test");
        storeWith(2, patient -> patient.ssn = SSN);
        assertThat(load(1).ssn).isEqualTo(SSN);
        assertThat(load(2).ssn).isEqualTo(SSN);
    }

    /** A limit that the package's description states. */
    @Test
    void changesInsideAMutableValueAreNotNoticedByThisProvider() {
        storeWith(1, patient -> patient.visits = new ArrayList<>(List.of(new Visit("Roe", LocalDate.of(2026, 1, 1)))));
        transact(manager -> manager.find(Patient.class, 1L).visits.clear());
        assertThat(load(1).visits).hasSize(1);
        transact(manager -> manager.find(Patient.class, 1L).visits = List.of());
        assertThat(load(1).visits).isEmpty();
    }

    private void storeWith(long id, Consumer<Patient> values) {
        Patient patient = new Patient(id, "Doe");
        values.accept(patient);
        store(patient);
    }

    private void store(Patient patient) {
        transact(manager -> manager.persist(patient));
    }

    /** Past every cache. */
    private Patient load(long id) {
        factory.getCache().evictAll();
        return inManager(manager -> manager.find(Patient.class, id));
    }

    private void transact(Consumer<EntityManager> work) {
        inManager(manager -> {
            manager.getTransaction().begin();
            try {
                work.accept(manager);
                manager.getTransaction().commit();
            } finally {
                if (manager.getTransaction().isActive()) {
                    manager.getTransaction().rollback();
                }
            }
            return null;
        });
    }

    private <T> T inManager(Function<EntityManager, T> work) {
        EntityManager manager = factory.createEntityManager();
        try {
            return work.apply(manager);
        } finally {
            manager.close();
        }
    }

    private byte[] bytes(String sql) throws SQLException {
        return query(sql, row -> row.getBytes(1));
    }

    private String text(String sql) throws SQLException {
        return query(sql, row -> row.getString(1));
    }

    private <T> T query(String sql, Column<T> column) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return column.read(row);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private interface Column<T> {
        T read(ResultSet row) throws SQLException;
    }
}
