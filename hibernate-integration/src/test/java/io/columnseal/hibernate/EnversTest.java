package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.columnseal.ColumnSeal;
import io.columnseal.QueryRefusedException;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.Table;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.hibernate.JDBCException;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.Transaction;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.envers.AuditReader;
import org.hibernate.envers.AuditReaderFactory;
import org.hibernate.envers.Audited;
import org.hibernate.envers.NotAudited;
import org.hibernate.envers.query.AuditEntity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Envers' audit tables hold ciphertext, and each revision reads back, on one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EnversTest {

    private static final String SECRET = "SECRET-4ud1t";

    private final ColumnSeal seal = TestFactory.seal();
    private Map<String, Object> database;
    private SessionFactory factory;

    abstract TestDatabase server();

    @BeforeAll
    void start() {
        database = server().create();
        factory = factory("create");
        factory.inTransaction(session -> session.persist(new Child(1)));
        factory.inTransaction(session -> {
            Child child = session.find(Child.class, 1);
            child.ssn = SECRET + " second";
            child.address.street = SECRET + " street";
            child.guardian = SECRET.repeat(30);
        });
        factory.inTransaction(session -> session.remove(session.find(Child.class, 1)));
    }

    private SessionFactory factory(String action) {
        TestFactory made = TestFactory.of(Patient.class, Child.class)
                .seal(seal)
                .setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, action);
        database.forEach(made::setting);
        return made.build();
    }

    @AfterAll
    void stop() {
        factory.close();
        seal.close();
    }

    @Test
    void everyRevisionReadsBack() {
        factory.inSession(session -> {
            AuditReader reader = AuditReaderFactory.get(session);
            Child first = reader.find(Child.class, 1L, 1);
            Child second = reader.find(Child.class, 1L, 2);

            assertThat(first.ssn).isEqualTo(SECRET);
            assertThat(first.birth).isEqualTo(LocalDate.of(2015, 3, 4));
            assertThat(second.ssn).isEqualTo(SECRET + " second");
            assertThat(second.address.street).isEqualTo(SECRET + " street");
            assertThat(second.guardian).isEqualTo(SECRET.repeat(30));
            assertThat(reader.getRevisions(Child.class, 1L)).hasSize(3);
        });
    }

    @Test
    void auditTablesHoldCiphertext() {
        List<byte[]> cells = new ArrayList<>();
        for (String table : List.of("patient_AUD", "child_AUD")) {
            cells.addAll(RawRows.query(factory, "select * from " + table));
        }

        assertThat(cells)
                .hasSizeGreaterThan(12)
                .allSatisfy(cell -> assertThat(new String(cell, StandardCharsets.ISO_8859_1))
                        .doesNotContain(SECRET));
        assertThat(RawRows.of(factory, "patient_AUD", "ssn"))
                .hasSize(2)
                .allSatisfy(cell -> assertThat(cell[0]).isEqualTo((byte) 1));
    }

    @Test
    void indexValuesAreNotAudited() {
        assertThat(catchThrowable(() -> RawRows.of(factory, "patient_AUD", "ssn_bidx")))
                .isInstanceOf(JDBCException.class);
        assertThat(RawRows.of(factory, "patient", "ssn_bidx")).isEmpty();
        assertThat(SealedColumns.of(factory).list())
                .filteredOn(column -> column.attribute().equals("ssn"))
                .extracting(column -> column.table().toLowerCase(Locale.ROOT) + " "
                        + column.indexes().size())
                .containsExactlyInAnyOrder("patient 1", "patient_aud 0");
    }

    /** Such as one that erases what somebody wants forgotten: there is no index beside it to go stale. */
    @Test
    void bulkStatementsChangeAuditTables() {
        String audited = Patient.class.getName() + "_AUD";
        try (Session session = factory.openSession()) {
            Transaction transaction = session.beginTransaction();
            int changed = session.createMutationQuery("update " + audited + " a set a.ssn = :x where a.ssn is not null")
                    .setParameter("x", "new")
                    .executeUpdate();
            List<String> stored = session.createQuery("select a.ssn from " + audited + " a", String.class)
                    .getResultList();
            int erased = session.createMutationQuery("update " + audited + " a set a.ssn = null")
                    .executeUpdate();
            transaction.rollback();

            assertThat(changed).isEqualTo(2);
            assertThat(stored).filteredOn(Objects::nonNull).containsOnly("new");
            assertThat(erased).isEqualTo(3);
        }
    }

    /** Each revision of a row has its value. */
    @Test
    void valuesOfAUniqueIndexMayRepeatInAuditTables() {
        assertThat(RawRows.of(factory, "patient_AUD", "card")).hasSize(2);
        assertThat(uniquelyIndexed("patient")).containsOnly("id", "card_bidx", "card_bidx_next");
        assertThat(uniquelyIndexed("patient_AUD")).containsOnly("id", "rev");
    }

    private List<String> uniquelyIndexed(String table) {
        return factory.fromSession(session -> session.doReturningWork(connection -> {
            List<String> columns = new ArrayList<>();
            DatabaseMetaData database = connection.getMetaData();
            String name = database.storesUpperCaseIdentifiers()
                    ? table.toUpperCase(Locale.ROOT)
                    : database.storesLowerCaseIdentifiers() ? table.toLowerCase(Locale.ROOT) : table;
            try (ResultSet rows =
                    database.getIndexInfo(connection.getCatalog(), connection.getSchema(), name, true, true)) {
                while (rows.next()) {
                    columns.add(rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
                }
            }
            return columns;
        }));
    }

    @Test
    void auditQueriesDoNotLookUp() {
        assertThatThrownBy(() -> factory.inSession(session -> AuditReaderFactory.get(session)
                        .createQuery()
                        .forRevisionsOfEntity(Child.class, true, true)
                        .add(AuditEntity.property("ssn").eq(SECRET))
                        .getResultList()))
                .isInstanceOf(QueryRefusedException.class)
                .hasMessageContaining("audit table")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void hibernateValidatesTheSchemaItMade() {
        factory("validate").close();
    }

    @Embeddable
    static class Address {
        @Encrypted String street = SECRET;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    @Audited
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Patient {
        @Id
        long id;

        @BlindIndex
        @Encrypted String ssn = SECRET;

        @BlindIndex(unique = true)
        @Encrypted String card = SECRET;

        @Encrypted LocalDate birth = LocalDate.of(2015, 3, 4);

        @Encrypted @NotAudited
        String notAudited = SECRET;
    }

    @Entity(name = "Child")
    @Table(name = "child")
    @Audited
    static class Child extends Patient {

        @Encrypted @Size(max = 2000) String guardian = SECRET;

        Address address = new Address();

        Child() {}

        Child(long id) {
            this.id = id;
        }
    }
}
