package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.List;
import java.util.function.Consumer;
import org.hibernate.SessionFactory;
import org.hibernate.StaleObjectStateException;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.OptimisticLockType;
import org.hibernate.annotations.OptimisticLocking;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An update writes an attribute and its index value, or neither. */
class IndexedUpdatesTest {

    private SessionFactory factory;

    @BeforeEach
    void start() {
        factory = TestFactory.of(Sparse.class, Locked.class, Person.class, Patient.class, Doctor.class, Surgeon.class)
                .build();
    }

    @AfterEach
    void stop() {
        try (SessionFactory stopped = factory) {
            IndexedRows.assertConsistent(stopped);
        }
    }

    /** One session changes what another has loaded, and the other then changes something else. */
    private <T> void overlapping(Class<T> type, Consumer<T> first, Consumer<T> second) {
        factory.inTransaction(slow -> {
            T stale = slow.find(type, 1L);
            factory.inTransaction(quick -> first.accept(quick.find(type, 1L)));
            second.accept(stale);
        });
    }

    private List<Long> find(String entity, String ssn) {
        return factory.fromSession(
                session -> session.createQuery("select e.id from " + entity + " e where e.ssn = :ssn", Long.class)
                        .setParameter("ssn", ssn)
                        .getResultList());
    }

    @Test
    void aDynamicUpdateOfAnotherAttributeLeavesTheIndexAlone() {
        Sparse sparse = new Sparse();
        sparse.ssn = "1";
        factory.inTransaction(session -> session.persist(sparse));

        overlapping(Sparse.class, quick -> quick.ssn = "2", slow -> slow.name = "changed");

        assertThat(factory.fromSession(session -> session.find(Sparse.class, 1L)).ssn)
                .isEqualTo("2");
        assertThat(find("Sparse", "2")).containsExactly(1L);
        assertThat(find("Sparse", "1")).isEmpty();
    }

    @Test
    void neitherDoesAnUpdateThatComparesWhatItChanges() {
        Locked locked = new Locked();
        locked.ssn = "1";
        factory.inTransaction(session -> session.persist(locked));

        overlapping(Locked.class, quick -> quick.ssn = "2", slow -> slow.name = "changed");

        assertThat(find("Locked", "2")).containsExactly(1L);
        assertThat(find("Locked", "1")).isEmpty();
    }

    @Test
    void anUpdateOfAnotherTableLeavesTheIndexsTableAlone() {
        Patient patient = new Patient();
        patient.ssn = "1";
        factory.inTransaction(session -> session.persist(patient));

        overlapping(
                Patient.class,
                quick -> {
                    quick.ssn = "2";
                    quick.diagnosis = "new";
                },
                slow -> slow.name = "changed");

        Patient read = factory.fromSession(session -> session.find(Patient.class, 1L));
        assertThat(List.of(read.name, read.ssn, read.diagnosis)).containsExactly("changed", "2", "new");
        assertThat(find("Patient", "2")).containsExactly(1L);
    }

    @Test
    void anUpdateOfTheSameTableWritesBoth() {
        Patient patient = new Patient();
        patient.ssn = "1";
        factory.inTransaction(session -> session.persist(patient));

        overlapping(Patient.class, quick -> quick.ssn = "2", slow -> slow.diagnosis = "changed");

        assertThat(factory.fromSession(session -> session.find(Patient.class, 1L)).ssn)
                .isEqualTo("1");
        assertThat(find("Patient", "1")).containsExactly(1L);
    }

    @Test
    void aDynamicUpdateWithoutLoadedStateWritesEverything() {
        Sparse sparse = new Sparse();
        sparse.ssn = "1";
        factory.inTransaction(session -> session.persist(sparse));
        sparse.ssn = "2";
        sparse.name = "changed";

        factory.inStatelessTransaction(session -> session.update(sparse));

        assertThat(factory.fromSession(session -> session.find(Sparse.class, 1L)).name)
                .isEqualTo("changed");
        assertThat(find("Sparse", "2")).containsExactly(1L);
    }

    @Test
    void anUpdateWithoutLoadedStateWritesTheTablesThatHaveNoIndex() {
        Surgeon surgeon = new Surgeon();
        surgeon.ssn = "1";
        factory.inTransaction(session -> session.persist(surgeon));
        surgeon.name = "changed";
        surgeon.notes = "noted";

        factory.inStatelessTransaction(session -> session.update(surgeon));

        Surgeon read = factory.fromSession(session -> session.find(Surgeon.class, 1L));
        assertThat(List.of(read.name, read.ssn, read.notes, read.version)).containsExactly("changed", "1", "noted", 1L);
    }

    @Test
    void soDoesAnUpsert() {
        Surgeon surgeon = new Surgeon();
        surgeon.version = 0;
        surgeon.ssn = "1";
        surgeon.notes = "first";
        factory.inStatelessTransaction(session -> session.upsert(surgeon));
        assertThat(factory.fromSession(session -> session.find(Surgeon.class, 1L)).notes)
                .isEqualTo("first");
        surgeon.name = "changed";
        surgeon.ssn = "2";
        surgeon.notes = "second";

        factory.inStatelessTransaction(session -> session.upsert(surgeon));

        Surgeon read = factory.fromSession(session -> session.find(Surgeon.class, 1L));
        assertThat(List.of(read.name, read.ssn, read.notes)).containsExactly("changed", "2", "second");
        assertThat(find("Surgeon", "2")).containsExactly(1L);
    }

    @Test
    void anUpdateWithoutLoadedStateNoticesThatAnotherWasFaster() {
        Surgeon surgeon = new Surgeon();
        surgeon.ssn = "1";
        factory.inTransaction(session -> session.persist(surgeon));
        factory.inTransaction(session -> session.find(Surgeon.class, 1L).name = "faster");
        surgeon.name = "slower";

        assertThatThrownBy(() -> factory.inStatelessTransaction(session -> session.update(surgeon)))
                .isInstanceOf(StaleObjectStateException.class);
    }

    @Entity(name = "Sparse")
    @Table(name = "sparse")
    @DynamicUpdate
    static class Sparse {
        @Id
        long id = 1;

        String name = "name";

        @Encrypted @BlindIndex
        String ssn;
    }

    @Entity(name = "Locked")
    @Table(name = "locked")
    @DynamicUpdate
    @OptimisticLocking(type = OptimisticLockType.DIRTY)
    static class Locked {
        @Id
        long id = 1;

        String name = "name";

        @Encrypted @BlindIndex
        String ssn;
    }

    @Entity(name = "Person")
    @Table(name = "person")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Person {
        @Id
        long id = 1;

        String name = "name";
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient extends Person {
        @Encrypted @BlindIndex
        String ssn;

        String diagnosis = "old";
    }

    @Entity(name = "Doctor")
    @Table(name = "doctor")
    @SecondaryTable(name = "doctor_notes")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Doctor {
        @Id
        long id = 1;

        @Version
        long version;

        String name = "name";

        @Column(table = "doctor_notes")
        String notes;
    }

    @Entity(name = "Surgeon")
    @Table(name = "surgeon")
    static class Surgeon extends Doctor {
        @Encrypted @BlindIndex
        String ssn;
    }
}
