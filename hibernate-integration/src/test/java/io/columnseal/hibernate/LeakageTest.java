package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.UnsupportedMappingException;
import io.columnseal.catalogue.CatalogueJson;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.catalogue.TenantColumn;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.kms.LocalKms;
import io.columnseal.leakage.IndexLeakage;
import io.columnseal.leakage.LeakageFinding;
import io.columnseal.leakage.LeakageFinding.Kind;
import io.columnseal.leakage.LeakageReport;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.PrimaryKeyJoinColumn;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.TenantId;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.junit.jupiter.api.Test;

/** What blind indexes reveal, of what Hibernate wrote. */
class LeakageTest {

    private static final Class<?>[] ENTITIES = {Person.class, Patient.class, Country.class};

    @Test
    void measuresEachTenantByItself() {
        try (SessionFactory factory = TestFactory.of(ENTITIES).build()) {
            for (int tenant = 0; tenant < 12; tenant++) {
                fill(factory, "clinic-" + tenant, 10);
            }

            LeakageReport report = SealedColumns.of(factory).leakage();

            IndexLeakage diagnosis = index(report, "patient.diagnosis_bidx");
            assertThat(diagnosis.tenants()).isEqualTo(12);
            assertThat(diagnosis.rows()).isEqualTo(120);
            assertThat(diagnosis.values()).isEqualTo(24);
            assertThat(diagnosis.mostValues()).isEqualTo(2);
            assertThat(diagnosis.findings()).extracting(LeakageFinding::kind).containsExactly(Kind.FEW_VALUES);
            assertThat(index(report, "person.ssn_bidx").findings()).isEmpty();
            assertThat(index(report, "person.ssn_bidx").worst().entropyBits())
                    .isEqualTo(index(report, "person.ssn_bidx").worst().mostEntropyBits());
            assertThat(report.toString()).doesNotContain("flu");
        }
    }

    @Test
    void theCatalogueSaysWhereRowsNameTheirTenant() {
        try (SessionFactory factory = TestFactory.of(ENTITIES).build()) {
            var catalogue = SealedColumns.of(factory).catalogue();

            TenantColumn ofPerson = new TenantColumn("person", List.of("id"), "clinic");
            assertThat(tenant(catalogue.columns(), "person.ssn")).isEqualTo(ofPerson);
            // In a joined table, and in a secondary one
            assertThat(tenant(catalogue.columns(), "patient.diagnosis")).isEqualTo(ofPerson);
            assertThat(tenant(catalogue.columns(), "contact.phone")).isEqualTo(ofPerson);
            assertThat(tenant(catalogue.columns(), "country.name")).isNull();
            assertThat(CatalogueJson.read(CatalogueJson.write(catalogue))).isEqualTo(catalogue);
        }
    }

    @Test
    void tellsTenantsApartWhereverTheyAreNamed() {
        try (SessionFactory factory = TestFactory.of(ENTITIES).build()) {
            fill(factory, "north", 20);
            fill(factory, "south", 20);

            LeakageReport report = SealedColumns.of(factory).leakage();

            for (String place : List.of("person.ssn_bidx", "patient.diagnosis_bidx", "contact.phone_bidx")) {
                assertThat(index(report, place).byTenant()).as(place).isTrue();
                assertThat(index(report, place).tenants()).as(place).isEqualTo(2);
                assertThat(index(report, place).rows()).as(place).isEqualTo(40);
            }
            assertThat(index(report, "country.name_bidx").byTenant()).isFalse();
            assertThat(index(report, "country.name_bidx").tenants()).isEqualTo(1);
        }
    }

    @Test
    void tellsTenantsApartWhereTheIdentifierNamesThem() {
        RunningHibernate.assumeSeven("@TenantId in identifiers");
        try (SessionFactory factory = TestFactory.of(Ward.class).build()) {
            for (String tenant : List.of("north", "south")) {
                in(factory, tenant, session -> session.persist(new Ward(new WardId(1, tenant), "note")));
            }

            assertThat(tenant(SealedColumns.of(factory).catalogue().columns(), "ward.note")
                            .column())
                    .isEqualTo("tenant");
            assertThat(index(SealedColumns.of(factory).leakage(), "ward.note_bidx")
                            .tenants())
                    .isEqualTo(2);
        }
    }

    @Test
    void aResolversTenantsAreToldApartOnceTheirColumnIsNamed() {
        ColumnSeal seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(LocalKms.fromHex(TestFactory.MASTER_KEY))
                .keyStore(new InMemoryDataKeyStore())
                .tenantResolver(() -> "clinic")
                .build();
        try (SessionFactory factory = TestFactory.of(Visit.class).seal(seal).build()) {
            factory.inTransaction(session -> session.persist(new Visit("north", "flu")));
            factory.inTransaction(session -> session.persist(new Visit("south", "flu")));
            SealedColumns columns = SealedColumns.of(factory);

            assertThat(columns.leakage().findings())
                    .extracting(LeakageFinding::kind)
                    .containsExactly(Kind.TENANTS_UNKNOWN);
            assertThat(columns.catalogue().tenantsApart()).isFalse();

            List<SealedColumn> named = columns.list().stream()
                    .map(column -> column.withTenant(new TenantColumn("visit", List.of("id"), "clinic")))
                    .toList();
            LeakageReport report =
                    factory.fromSession(session -> session.doReturningWork(jdbc -> seal.leakage(jdbc, named)));
            assertThat(report.findings()).isEmpty();
            assertThat(report.indexes().get(0).tenants()).isEqualTo(2);
        }
    }

    @Test
    void severalDatabasesAreToBeMeasuredOneByOne() {
        try (SessionFactory factory = TestFactory.of(Visit.class)
                .setting(AvailableSettings.MULTI_TENANT_CONNECTION_PROVIDER, new DatabasePerTenant())
                .setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, "none")
                .build()) {
            assertThatThrownBy(() -> SealedColumns.of(factory).leakage())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("seal.leakage(dataSource");
            assertThat(SealedColumns.of(factory).catalogue().tenantsApart()).isTrue();
        }
    }

    /** Neither way round does a converter hide how few values there are. */
    @Test
    void anAttributeThatIsConvertedToABooleanIsRefused() {
        assertThatThrownBy(() -> TestFactory.of(Smoker.class).build())
                .rootCause()
                .isInstanceOf(UnsupportedMappingException.class)
                .hasMessageContaining("acceptFewValues = true");
        TestFactory.of(AcceptedSmoker.class).build().close();
    }

    private static void fill(SessionFactory factory, String tenant, int rows) {
        in(factory, tenant, session -> {
            for (int i = 0; i < rows; i++) {
                session.persist(new Patient("ssn-" + i, i % 3 == 0 ? "flu" : "cold", "phone-" + i));
                session.persist(new Country("country-" + i));
            }
        });
    }

    private static void in(SessionFactory factory, String tenant, Consumer<Session> work) {
        try (Session session =
                factory.withOptions().tenantIdentifier((Object) tenant).openSession()) {
            TestFactory.inTransaction(session, work);
        }
    }

    private static IndexLeakage index(LeakageReport report, String place) {
        return report.indexes().stream()
                .filter(index -> index.place().equals(place))
                .findFirst()
                .orElseThrow();
    }

    private static TenantColumn tenant(List<SealedColumn> columns, String place) {
        return columns.stream()
                .filter(column -> place.equals(column.table() + "." + column.column()))
                .findFirst()
                .orElseThrow()
                .tenant();
    }

    @Entity(name = "Person")
    @Table(name = "person")
    @SecondaryTable(name = "contact", pkJoinColumns = @PrimaryKeyJoinColumn(name = "person_id"))
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Person {
        @Id
        @GeneratedValue
        long id;

        @TenantId
        String clinic;

        @Encrypted @BlindIndex
        String ssn;

        @Encrypted @BlindIndex
        @Column(table = "contact")
        String phone;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    @PrimaryKeyJoinColumn(name = "patient_id")
    static class Patient extends Person {
        @Encrypted @BlindIndex
        String diagnosis;

        Patient() {}

        Patient(String ssn, String diagnosis, String phone) {
            this.ssn = ssn;
            this.diagnosis = diagnosis;
            this.phone = phone;
        }
    }

    @Entity(name = "Ward")
    @Table(name = "ward")
    static class Ward {
        @EmbeddedId
        WardId id;

        @Encrypted @BlindIndex
        String note;

        Ward() {}

        Ward(WardId id, String note) {
            this.id = id;
            this.note = note;
        }
    }

    @Embeddable
    static class WardId implements Serializable {
        private static final long serialVersionUID = 1L;

        long number;

        @TenantId
        String tenant;

        WardId() {}

        WardId(long number, String tenant) {
            this.number = number;
            this.tenant = tenant;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof WardId that && number == that.number && Objects.equals(tenant, that.tenant);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }

    @Entity(name = "Country")
    @Table(name = "country")
    static class Country {
        @Id
        @GeneratedValue
        long id;

        @Encrypted(scope = Scope.SHARED) @BlindIndex
        String name;

        Country() {}

        Country(String name) {
            this.name = name;
        }
    }

    @Entity(name = "Visit")
    @Table(name = "visit")
    static class Visit {
        @Id
        @GeneratedValue
        long id;

        String clinic;

        @Encrypted @BlindIndex
        String reason;

        Visit() {}

        Visit(String clinic, String reason) {
            this.clinic = clinic;
            this.reason = reason;
        }
    }

    record Habit(String name) {}

    static final class Smoking implements AttributeConverter<Habit, Boolean> {

        @Override
        public Boolean convertToDatabaseColumn(Habit habit) {
            return habit == null ? null : habit.name().equals("smokes");
        }

        @Override
        public Habit convertToEntityAttribute(Boolean smokes) {
            return smokes == null ? null : new Habit(smokes ? "smokes" : "does not");
        }
    }

    @Entity(name = "Smoker")
    @Table(name = "smoker")
    static class Smoker {
        @Id
        long id;

        @Encrypted @BlindIndex
        @Convert(converter = Smoking.class)
        Habit habit;
    }

    @Entity(name = "Smoker")
    @Table(name = "smoker")
    static class AcceptedSmoker {
        @Id
        long id;

        @Encrypted @BlindIndex(acceptFewValues = true)
        @Convert(converter = Smoking.class)
        Habit habit;
    }

    /** One database in memory for each tenant. */
    static final class DatabasePerTenant implements MultiTenantConnectionProvider<Object> {

        private static final long serialVersionUID = 1L;

        @Override
        public Connection getAnyConnection() throws SQLException {
            return getConnection("any");
        }

        @Override
        public void releaseAnyConnection(Connection connection) throws SQLException {
            connection.close();
        }

        @Override
        public Connection getConnection(Object tenant) throws SQLException {
            return DriverManager.getConnection("jdbc:h2:mem:leakage-" + tenant);
        }

        @Override
        public void releaseConnection(Object tenant, Connection connection) throws SQLException {
            connection.close();
        }

        @Override
        public boolean supportsAggressiveRelease() {
            return false;
        }

        @Override
        public boolean isUnwrappableAs(Class<?> type) {
            return false;
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new IllegalArgumentException(type.getName());
        }
    }
}
