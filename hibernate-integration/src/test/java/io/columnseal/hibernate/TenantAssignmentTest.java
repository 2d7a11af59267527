package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.TenantMismatchException;
import io.columnseal.reencrypt.InMemoryRunStore;
import io.columnseal.reencrypt.MigrationReport;
import io.columnseal.reencrypt.QuarantinedValue;
import io.columnseal.reencrypt.Undecryptable.Reason;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.TenantId;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.envers.AuditReaderFactory;
import org.hibernate.envers.Audited;
import org.hibernate.envers.NotAudited;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application that had one tenant gets several: its values move to the keys of those that their rows name. */
@Timeout(300)
abstract class TenantAssignmentTest {

    private static final String NORTH = "north";
    private static final String SOUTH = "south";
    private static final int ROWS = 12;

    private final ColumnSeal seal = TestFactory.seal();
    private final Map<String, Object> database = server().create();
    private final List<SessionFactory> factories = new ArrayList<>();
    private final SessionFactory old = start("create", OldPatient.class);
    private final HikariDataSource pool = FactoryDatabase.open(old);

    abstract TestDatabase server();

    @AfterEach
    void stop() {
        pool.close();
        factories.forEach(SessionFactory::close);
        seal.close();
    }

    @Test
    void everyValueOpensForTheTenantThatItsRowNamesAndIsFoundByIt() {
        SessionFactory next = withTenants();
        assertThatThrownBy(() -> in(next, NORTH, session -> session.find(Patient.class, 1L)))
                .isInstanceOf(TenantMismatchException.class);

        MigrationReport report = assign(next, pool);

        assertThat(report.complete()).isTrue();
        assertThat(report.written()).isEqualTo(2 * ROWS);
        for (int i = 1; i <= ROWS; i++) {
            int id = i;
            Patient patient = in(next, tenant(i), session -> session.find(Patient.class, (long) id));
            assertThat(patient.ssn).isEqualTo("ssn " + i);
            assertThat(patient.born).isEqualTo(LocalDate.of(2000, 1, i));
            assertThat(find(next, tenant(i), "ssn " + i)).containsExactly((long) i);
        }
        assertThat(assign(next, pool).written()).isZero();
    }

    private MigrationReport assign(EntityManagerFactory entityManagerFactory, DataSource dataSource) {
        MigrationReport assigned = SealedColumns.of(entityManagerFactory)
                .tenantAssignment(dataSource)
                .parallelism(4)
                .by("j.doe", "tenants")
                .assignTenants(seal.defaultTenant());
        return assigned;
    }

    @Test
    void aRunThatWasStoppedGoesOnAndMovesNothingTwice() {
        SessionFactory next = withTenants();
        InMemoryRunStore runs = new InMemoryRunStore();
        AtomicInteger pages = new AtomicInteger();

        MigrationReport stopped = SealedColumns.of(next)
                .tenantAssignment(pool)
                .pageSize(2)
                .rememberedIn(runs, "run")
                .listener(progress -> pages.incrementAndGet())
                .stopWhen(() -> pages.get() >= 2)
                .assignTenants(seal.defaultTenant());
        MigrationReport resumed = SealedColumns.of(next)
                .tenantAssignment(pool)
                .pageSize(2)
                .rememberedIn(runs, "run")
                .assignTenants(seal.defaultTenant());

        assertThat(stopped.stopped()).isTrue();
        assertThat(stopped.complete()).isFalse();
        assertThat(stopped.written()).isPositive();
        assertThat(resumed.complete()).isTrue();
        assertThat(stopped.written() + resumed.written()).isEqualTo(2 * ROWS);
    }

    @Test
    void aRowWithoutATenantAndAValueThatDoesNotOpenStayAndTheRunIsNotComplete() {
        SessionFactory next = withTenants();
        RawRows.update(old, "update patient set tenant = null where id = 1");
        byte[] sealed =
                RawRows.query(old, "select ssn from patient where id = 2").get(0);
        byte[] damaged = sealed.clone();
        damaged[damaged.length - 1] ^= 1;
        RawRows.update(old, "update patient set ssn = ? where id = 2", damaged);
        InMemoryRunStore runs = new InMemoryRunStore();

        MigrationReport report = SealedColumns.of(next)
                .tenantAssignment(pool)
                .rememberedIn(runs, "run")
                .assignTenants(seal.defaultTenant());

        assertThat(report.complete()).isFalse();
        assertThat(report.remaining()).isEqualTo(3);
        assertThat(runs.quarantine("run", 10))
                .extracting(QuarantinedValue::column, QuarantinedValue::rowKey, QuarantinedValue::reason)
                .containsExactlyInAnyOrder(
                        tuple("ssn", "1", Reason.NO_TENANT),
                        tuple("born", "1", Reason.NO_TENANT),
                        tuple("ssn", "2", Reason.DOES_NOT_OPEN));
        assertThat(RawRows.query(old, "select ssn from patient where id = 2")).containsExactly(damaged);

        RawRows.update(old, "update patient set tenant = ? where id = 1", NORTH);
        RawRows.update(old, "update patient set ssn = ? where id = 2", sealed);
        assertThat(assign(next, pool).complete()).isTrue();
    }

    @Test
    void rowsOfTheFormerTenantKeepTheirValues() {
        SessionFactory next = withTenants();
        RawRows.update(old, "update patient set tenant = ? where id = 1", seal.defaultTenant());

        MigrationReport report = assign(next, pool);

        assertThat(report.complete()).isTrue();
        assertThat(report.written()).isEqualTo(2 * ROWS - 2);
        Patient patient = in(next, seal.defaultTenant(), session -> session.find(Patient.class, 1L));
        assertThat(patient.ssn).isEqualTo("ssn 1");
    }

    @Test
    void collectionsAndAuditTablesGoWithTheRowsTheyBelongTo() {
        SessionFactory former = start("create", OldChart.class);
        former.inTransaction(session -> List.of(1, 2).forEach(id -> session.persist(new OldChart(id))));
        former.inTransaction(session -> session.find(OldChart.class, 1L).diagnosis = "second");
        for (String table : List.of("chart", "chart_AUD")) {
            RawRows.update(former, "alter table " + table + " add column tenant varchar(50)");
            List.of(1, 2)
                    .forEach(id ->
                            RawRows.update(former, "update " + table + " set tenant = ? where id = " + id, tenant(id)));
        }
        SessionFactory next = start("none", Chart.class);

        MigrationReport report = assign(next, pool);

        assertThat(report.complete()).isTrue();
        assertThat(report.written()).isEqualTo(2 + 3 + 4);
        for (int id : List.of(1, 2)) {
            List<String> notes =
                    in(next, tenant(id), session -> List.copyOf(session.find(Chart.class, (long) id).notes));
            assertThat(notes).containsExactly("note " + id, "another " + id);
        }
        String audited =
                in(next, tenant(1), session -> AuditReaderFactory.get(session).find(Chart.class, 1L, 1).diagnosis);
        assertThat(audited).isEqualTo("diagnosis 1");
    }

    /** Neither moved nor left behind unnoticed. */
    @Test
    void aCollectionWhoseElementsHaveNoPlaceIsRefusedByName() {
        SessionFactory former = start("create", Bag.class);
        in(former, NORTH, session -> {
            session.persist(new Bag());
            return null;
        });
        List<byte[]> before = RawRows.of(former, "bag_notes", "note");

        assertThatThrownBy(() -> assign(former, pool))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("bag_notes")
                .hasMessageContaining("@OrderColumn");

        assertThat(RawRows.of(former, "bag_notes", "note")).containsExactlyElementsOf(before);
    }

    @Test
    void anApplicationWhoseRowsNameNoTenantIsRefused() {
        assertThatThrownBy(() -> assign(old, pool))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("patient");
    }

    /** The next release, on the rows of the former one. */
    private SessionFactory withTenants() {
        old.inTransaction(session -> {
            for (int i = 1; i <= ROWS; i++) {
                session.persist(new OldPatient(i));
            }
        });
        RawRows.update(old, "alter table patient add column tenant varchar(50)");
        for (int i = 1; i <= ROWS; i++) {
            RawRows.update(old, "update patient set tenant = ? where id = " + i, tenant(i));
        }
        return start("none", Patient.class);
    }

    private static String tenant(int id) {
        return id % 2 == 0 ? SOUTH : NORTH;
    }

    private SessionFactory start(String action, Class<?> entity) {
        TestFactory factory =
                TestFactory.of(entity).seal(seal).setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, action);
        if (entity != OldPatient.class && entity != OldChart.class) {
            factory.setting(AvailableSettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new TenantsTest.RootResolver());
        }
        database.forEach(factory::setting);
        SessionFactory built = factory.build();
        factories.add(built);
        return built;
    }

    private static List<Long> find(SessionFactory node, String tenant, String ssn) {
        return in(
                node,
                tenant,
                session -> session.createQuery("select p.id from Patient p where p.ssn = :x", Long.class)
                        .setParameter("x", ssn)
                        .list());
    }

    private static <T> T in(SessionFactory node, String tenant, Function<Session, T> work) {
        try (Session session =
                node.withOptions().tenantIdentifier((Object) tenant).openSession()) {
            return TestFactory.fromTransaction(session, work);
        }
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class OldPatient {
        @Id
        long id;

        @Encrypted @BlindIndex
        String ssn;

        @Encrypted LocalDate born;

        OldPatient() {}

        OldPatient(int id) {
            this.id = id;
            this.ssn = "ssn " + id;
            this.born = LocalDate.of(2000, 1, id);
        }
    }

    @Entity(name = "Chart")
    @Table(name = "chart")
    @Audited
    static class OldChart {
        @Id
        long id;

        @Encrypted String diagnosis;

        @NotAudited
        @ElementCollection
        @CollectionTable(name = "chart_notes", joinColumns = @JoinColumn(name = "chart"))
        @OrderColumn(name = "place")
        @Column(name = "note")
        @Encrypted List<String> notes = new ArrayList<>();

        OldChart() {}

        OldChart(int id) {
            this.id = id;
            this.diagnosis = "diagnosis " + id;
            this.notes.addAll(List.of("note " + id, "another " + id));
        }
    }

    @Entity(name = "Chart")
    @Table(name = "chart")
    @Audited
    static class Chart {
        @Id
        long id;

        @TenantId
        String tenant;

        @Encrypted String diagnosis;

        @NotAudited
        @ElementCollection
        @CollectionTable(name = "chart_notes", joinColumns = @JoinColumn(name = "chart"))
        @OrderColumn(name = "place")
        @Column(name = "note")
        @Encrypted List<String> notes = new ArrayList<>();
    }

    @Entity(name = "Bag")
    @Table(name = "bag")
    static class Bag {
        @Id
        long id = 1;

        @TenantId
        String tenant;

        @ElementCollection
        @CollectionTable(name = "bag_notes", joinColumns = @JoinColumn(name = "bag"))
        @Column(name = "note")
        @Encrypted List<String> notes = new ArrayList<>(List.of("a note"));
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @TenantId
        String tenant;

        @Encrypted @BlindIndex
        String ssn;

        @Encrypted LocalDate born;
    }
}
