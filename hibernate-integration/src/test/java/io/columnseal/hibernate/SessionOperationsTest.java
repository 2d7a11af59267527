package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.DecryptionException;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Tuple;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.OptimisticLock;
import org.hibernate.annotations.OptimisticLockType;
import org.hibernate.annotations.OptimisticLocking;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What sessions do with encrypted attributes, on one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SessionOperationsTest {

    private SessionFactory factory;

    abstract TestDatabase server();

    @BeforeAll
    void start() {
        factory = TestFactory.of(Patient.class, Compared.class, Changed.class)
                .database(server())
                .build();
        factory.getStatistics().setStatisticsEnabled(true);
    }

    @AfterAll
    void stop() {
        factory.close();
    }

    @BeforeEach
    void storeOne() {
        factory.inTransaction(session -> {
            session.createMutationQuery("delete from Patient").executeUpdate();
            session.persist(new Patient(1, "123-45-6789"));
        });
        factory.getStatistics().clear();
    }

    private Statistics statistics() {
        return factory.getStatistics();
    }

    private Patient read(long id) {
        return factory.fromSession(session -> session.find(Patient.class, id));
    }

    @Test
    void settingAnEqualValueWritesNothing() {
        factory.inTransaction(session -> {
            Patient patient = session.find(Patient.class, 1);
            patient.ssn = new StringBuilder("123-45-").append("6789").toString();
            patient.photo = new byte[] {1, 2, 3};
            patient.notes = new HashMap<>(Map.of("a", 1));
        });

        assertThat(statistics().getEntityUpdateCount()).isZero();
    }

    @Test
    void changesInPlaceAreWritten() {
        factory.inTransaction(session -> session.find(Patient.class, 1).photo[0] = 9);
        factory.inTransaction(session -> session.find(Patient.class, 1).notes.put("b", 2));

        assertThat(read(1).photo).containsExactly(9, 2, 3);
        assertThat(read(1).notes).containsEntry("b", 2);
        assertThat(statistics().getEntityUpdateCount()).isEqualTo(2);
    }

    @Test
    void mergeOfAnUnchangedEntityWritesNothing() {
        Patient detached = read(1);

        factory.inTransaction(session -> session.merge(detached));

        assertThat(statistics().getEntityUpdateCount()).isZero();
        assertThat(read(1).version).isZero();
    }

    @Test
    void mergeWritesChanges() {
        Patient detached = read(1);
        detached.ssn = "987-65-4321";

        factory.inTransaction(session -> session.merge(detached));

        assertThat(read(1).ssn).isEqualTo("987-65-4321");
    }

    @Test
    void refreshReadsAgain() {
        factory.inTransaction(session -> {
            Patient patient = session.find(Patient.class, 1);
            patient.ssn = "lost";
            session.refresh(patient);
            assertThat(patient.ssn).isEqualTo("123-45-6789");
        });
    }

    @Test
    void statelessSessionsSealAndOpen() {
        factory.inStatelessTransaction(session -> session.insert(new Patient(2, "two")));
        factory.inStatelessTransaction(session -> {
            Patient patient = session.get(Patient.class, 2L);
            assertThat(patient.ssn).isEqualTo("two");
            patient.ssn = "second";
            session.update(patient);
        });
        factory.inStatelessTransaction(session -> session.upsert(new Patient(2, "third", 1)));
        factory.inStatelessTransaction(session -> session.upsert(new Patient(3, "fourth")));

        assertThat(read(2).ssn).isEqualTo("third");
        assertThat(read(3).ssn).isEqualTo("fourth");
        assertThat(RawRows.of(factory, "patient", "ssn"))
                .allSatisfy(cell -> assertThat(cell[0]).isEqualTo((byte) 1));
    }

    @Test
    void bulkStatementsSealWhatTheySet() {
        factory.inTransaction(session -> {
            session.persist(new Patient(2, "two"));
            session.flush();
            int updated = session.createMutationQuery("update Patient set ssn = :ssn, fee = :fee where id > 0")
                    .setParameter("ssn", "bulk")
                    .setParameter("fee", new BigDecimal("1.50"))
                    .executeUpdate();
            assertThat(updated).isEqualTo(2);
        });

        assertThat(read(1).ssn).isEqualTo("bulk");
        assertThat(read(2).fee).isEqualTo("1.50");
        assertThat(RawRows.of(factory, "patient", "ssn"))
                .hasSize(2)
                .allSatisfy(cell -> assertThat(cell[0]).isEqualTo((byte) 1));
    }

    @Test
    void bulkStatementsSetToNull() {
        factory.inTransaction(session ->
                session.createMutationQuery("update Patient set ssn = null").executeUpdate());

        assertThat(read(1).ssn).isNull();
        assertThat(RawRows.of(factory, "patient", "ssn")).isEmpty();
    }

    @Test
    void criteriaUpdatesSeal() {
        factory.inTransaction(session -> {
            var update = session.getCriteriaBuilder().createCriteriaUpdate(Patient.class);
            update.from(Patient.class);
            update.set("ssn", "criteria");
            session.createMutationQuery(update).executeUpdate();
        });

        assertThat(read(1).ssn).isEqualTo("criteria");
    }

    @Test
    void projectionsOpen() {
        factory.inSession(session -> {
            assertThat(session.createQuery("select p.ssn from Patient p", String.class)
                            .getResultList())
                    .containsExactly("123-45-6789");
            assertThat(session.createQuery(
                                    "select new io.columnseal.hibernate.SessionOperationsTest$Summary(p.id, p.ssn)"
                                            + " from Patient p",
                                    Summary.class)
                            .getResultList())
                    .containsExactly(new Summary(1, "123-45-6789"));
            Tuple tuple = session.createQuery("select p.ssn as ssn, p.fee as fee from Patient p", Tuple.class)
                    .getSingleResult();
            assertThat(tuple.get("ssn", String.class)).isEqualTo("123-45-6789");
            assertThat(tuple.get("fee", BigDecimal.class)).isEqualByComparingTo("10.00");
            assertThat(session.createQuery("select p.id from Patient p where p.ssn is not null", Long.class)
                            .getResultList())
                    .containsExactly(1L);
        });
    }

    @Test
    void nativeQueriesForEntitiesOpen() {
        factory.inSession(session -> assertThat(session.createNativeQuery("select * from patient", Patient.class)
                        .getSingleResult()
                        .ssn)
                .isEqualTo("123-45-6789"));
    }

    @Test
    void scrollingOpens() {
        factory.inTransaction(session -> {
            try (var rows = session.createQuery("from Patient", Patient.class).scroll()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.get().ssn).isEqualTo("123-45-6789");
            }
        });
    }

    @Test
    void whatCannotBeReadIsNotOverwritten() {
        RawRows.update(factory, "update patient set ssn = ? where id = 1", (Object) new byte[60]);
        List<byte[]> before = RawRows.query(factory, "select * from patient");

        assertThatThrownBy(() -> factory.inTransaction(session -> session.find(Patient.class, 1).fee = BigDecimal.ONE))
                .isInstanceOf(DecryptionException.class);
        assertThatThrownBy(() -> factory.inTransaction(session -> session.merge(new Patient(1, "new"))))
                .isInstanceOf(DecryptionException.class);

        assertThat(RawRows.query(factory, "select * from patient")).containsExactlyElementsOf(before);
    }

    @Test
    void optimisticLockingByColumnsLeavesEncryptedOnesOut() {
        factory.inTransaction(session -> {
            session.persist(new Compared(1, "secret", "plain"));
            session.persist(new Changed(1, "secret", "plain"));
        });
        factory.inTransaction(session -> {
            session.find(Compared.class, 1).plain = "plain 2";
            session.find(Changed.class, 1).secret = "secret 2";
        });
        factory.inTransaction(session -> {
            session.find(Compared.class, 1).secret = "secret 3";
            session.find(Changed.class, 1).plain = "plain 3";
        });

        factory.inSession(session -> {
            assertThat(session.find(Compared.class, 1).secret).isEqualTo("secret 3");
            assertThat(session.find(Changed.class, 1).secret).isEqualTo("secret 2");
            assertThat(session.find(Changed.class, 1).plain).isEqualTo("plain 3");
        });
    }

    record Summary(long id, String ssn) {}

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @Version
        int version;

        @Encrypted String ssn;

        @Encrypted byte[] photo = {1, 2, 3};

        @Encrypted BigDecimal fee = new BigDecimal("10.00");

        @Encrypted Map<String, Integer> notes = new HashMap<>(Map.of("a", 1));

        Patient() {}

        Patient(long id, String ssn) {
            this.id = id;
            this.ssn = ssn;
        }

        Patient(long id, String ssn, int version) {
            this(id, ssn);
            this.version = version;
        }
    }

    @Entity
    @DynamicUpdate
    @OptimisticLocking(type = OptimisticLockType.ALL)
    static class Compared {
        @Id
        long id;

        @Encrypted String secret;

        String plain;

        Compared() {}

        Compared(long id, String secret, String plain) {
            this.id = id;
            this.secret = secret;
            this.plain = plain;
        }
    }

    @Entity
    @DynamicUpdate
    @OptimisticLocking(type = OptimisticLockType.DIRTY)
    static class Changed {
        @Id
        long id;

        @Encrypted @OptimisticLock(excluded = false)
        String secret;

        String plain;

        Changed() {}

        Changed(long id, String secret, String plain) {
            this.id = id;
            this.secret = secret;
            this.plain = plain;
        }
    }
}
