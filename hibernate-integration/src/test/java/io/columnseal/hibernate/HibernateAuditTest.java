package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.QueryRefusedException;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Audited;
import org.hibernate.audit.AuditLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log that Hibernate itself keeps of changes holds sealed values, and no index values. */
class HibernateAuditTest {

    private SessionFactory factory;

    @BeforeAll
    static void requireLog() {
        RunningHibernate.assumeSevenFour("log of its own");
    }

    @BeforeEach
    void start() {
        factory = TestFactory.of(Patient.class, InPatient.class).build();
    }

    @AfterEach
    void stop() {
        factory.close();
    }

    private List<String> logged() {
        try (Session log =
                factory.withOptions().atChangeset(AuditLog.ALL_CHANGESETS).openSession()) {
            return log.createQuery("select p.ssn from Patient p order by changesetId(p)", String.class)
                    .getResultList();
        }
    }

    @Test
    void everyChangeIsLoggedAndFound() {
        factory.inTransaction(session -> session.persist(new InPatient("1-0001")));
        factory.inTransaction(session -> session.find(Patient.class, 1L).ssn = "2-0002");
        assertThat(findBy("ssn", "2-0002")).containsExactly(1L);
        assertThat(findBy("ssnLast4", "0002")).containsExactly(1L);
        factory.inTransaction(session -> session.remove(session.find(Patient.class, 1L)));

        assertThat(logged()).containsExactly("1-0001", "2-0002", "2-0002");
        for (String table : List.of("patient_AUD", "patient_notes_AUD", "in_patient_AUD")) {
            assertThat(columns(table))
                    .isNotEmpty()
                    .noneMatch(column -> column.toLowerCase().contains("_bidx"));
        }
    }

    @Test
    void statelessSessionsAreLoggedToo() {
        factory.inStatelessTransaction(session -> session.insert(new InPatient("1-0001")));
        factory.inStatelessTransaction(session -> session.update(new InPatient("2-0002")));
        factory.inStatelessTransaction(session -> session.delete(new InPatient("2-0002")));

        assertThat(logged()).containsExactly("1-0001", "2-0002", "2-0002");
    }

    @Test
    void nothingIsLookedUpInTheLog() {
        factory.inTransaction(session -> session.persist(new InPatient("1-0001")));

        for (String attribute : List.of("ssn", "ssnLast4", "notes", "ward")) {
            try (Session log =
                    factory.withOptions().atChangeset(AuditLog.ALL_CHANGESETS).openSession()) {
                assertThatThrownBy(() -> log.createQuery(
                                        "select p.id from InPatient p where p." + attribute + " = :x", Long.class)
                                .setParameter("x", "1-0001")
                                .getResultList())
                        .as(attribute)
                        .isExactlyInstanceOf(QueryRefusedException.class)
                        .hasMessageContaining("audit tables have no blind index");
            }
        }
    }

    private List<Long> findBy(String attribute, String value) {
        return factory.fromSession(
                session -> session.createQuery("select p.id from Patient p where p." + attribute + " = :x", Long.class)
                        .setParameter("x", value)
                        .getResultList());
    }

    private List<String> columns(String table) {
        return RawRows.query(
                        factory,
                        "select column_name from information_schema.columns where upper(table_name) = '"
                                + table.toUpperCase() + "'")
                .stream()
                .map(String::new)
                .toList();
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    @SecondaryTable(name = "patient_notes")
    @Inheritance(strategy = InheritanceType.JOINED)
    @Audited
    static class Patient {
        @Id
        long id = 1;

        @Encrypted @BlindIndex
        @BlindIndex(name = "ssnLast4", extractor = io.columnseal.index.LastCharacters.class, length = 4)
        String ssn;

        @Transient
        String ssnLast4;

        @Encrypted @BlindIndex(unique = true)
        String card = "card";

        @Encrypted @BlindIndex
        @Column(table = "patient_notes")
        String notes = "notes";

        Patient() {}
    }

    @Entity(name = "InPatient")
    @Table(name = "in_patient")
    static class InPatient extends Patient {

        @Encrypted @BlindIndex
        String ward = "ward";

        InPatient() {}

        InPatient(String ssn) {
            this.ssn = ssn;
        }
    }
}
