package io.columnseal.hibernate.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.QueryRefusedException;
import io.columnseal.hibernate.BlindIndex;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.hibernate.TestFactory;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToOne;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bulk statements that change plain entities and find them by a blind index of another one. Hibernate would translate
 * them by itself, knowing nothing of the index.
 */
class IndexedBulkStatementsTest {

    private SessionFactory factory;

    @BeforeEach
    void start() {
        factory = TestFactory.of(Patient.class, Invoice.class, Reminder.class, Memo.class)
                .build();
        factory.inTransaction(session -> {
            for (int i = 1; i <= 2; i++) {
                Patient patient = new Patient();
                patient.id = (long) i;
                patient.ssn = "ssn-" + i;
                patient.city = "Ulm";
                session.persist(patient);
                Reminder reminder = new Reminder();
                reminder.id = (long) i;
                reminder.patient = patient;
                session.persist(reminder);
            }
        });
    }

    @AfterEach
    void stop() {
        factory.close();
    }

    private int run(String statement) {
        return factory.fromTransaction(session -> session.createMutationQuery(statement)
                .setParameter("ssn", "ssn-1")
                .executeUpdate());
    }

    private List<Long> ids(String query) {
        return factory.fromSession(
                (Session session) -> session.createQuery(query, Long.class).getResultList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update Reminder r set r.paid = true, r.letter = 'x' where r.patient.ssn = :ssn",
                "update Invoice i set i.paid = true where i.patient.id in (select p.id from Patient p where p.ssn = :ssn)",
                "update Invoice i set i.paid = true where i.patient.id in (select p.id from Patient p where p.ssn in (:ssn))"
            })
    void updatesWhatTheIndexFinds(String statement) {
        assertThat(run(statement)).isEqualTo(1);

        assertThat(ids("select i.id from Invoice i where i.paid = true")).containsExactly(1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from Invoice i where i.patient.id not in (select p.id from Patient p where p.ssn = :ssn)",
                "delete from Invoice i where i.patient.id in (select p.id from Patient p where p.ssn <> :ssn)"
            })
    void deletesNoMoreThanTheIndexFinds(String statement) {
        assertThat(run(statement)).isEqualTo(1);

        assertThat(ids("select i.id from Invoice i")).containsExactly(1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into Memo (text) select p.city from Patient p where p.ssn = :ssn",
                "insert into Reminder (id, letter, paid) select 9, p.city, false from Patient p where p.ssn = :ssn"
            })
    void refusesInsertsThatNeedATemporaryTable(String statement) {
        assertThatThrownBy(() -> run(statement))
                .isInstanceOf(QueryRefusedException.class)
                .hasMessageContaining("Patient.ssn")
                .hasMessageContaining("Select the values first");
    }

    @Test
    void insertsByAnIndexWhereOneStatementDoes() {
        assertThat(run("insert into Memo (id, text) select p.id, p.city from Patient p where p.ssn = :ssn"))
                .isEqualTo(1);
    }

    @Entity(name = "Patient")
    static class Patient {
        @Id
        Long id;

        String city;

        @Encrypted @BlindIndex
        String ssn;
    }

    @Entity(name = "Invoice")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Invoice {
        @Id
        Long id;

        boolean paid;

        @ManyToOne
        Patient patient;
    }

    @Entity(name = "Reminder")
    static class Reminder extends Invoice {
        String letter;
    }

    @Entity(name = "Memo")
    static class Memo {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        Long id;

        String text;
    }
}
