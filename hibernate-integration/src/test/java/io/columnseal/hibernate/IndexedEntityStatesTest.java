package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.DiscriminatorValue;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.util.List;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where what Hibernate writes is not what the entity holds, the index is that of what is written. */
class IndexedEntityStatesTest {

    private SessionFactory factory;

    @BeforeEach
    void start() {
        factory = TestFactory.of(
                        Clinic.class, Patient.class, Born.class, Person.class, Contact.class, Mail.class, Phone.class)
                .build();
    }

    @AfterEach
    void stop() {
        try (SessionFactory stopped = factory) {
            IndexedRows.assertConsistent(stopped);
        }
    }

    private List<Long> find(String entity, String condition) {
        return factory.fromSession(
                session -> session.createQuery("select e.id from " + entity + " e where " + condition, Long.class)
                        .getResultList());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isRemovedTogetherWithWhatItRefersTo(boolean readOnly) {
        factory.inTransaction(session -> {
            Patient patient = new Patient();
            patient.clinic = new Clinic();
            session.persist(patient.clinic);
            session.persist(patient);
        });

        factory.inTransaction(session -> {
            Patient patient = session.find(Patient.class, 1L);
            session.setReadOnly(patient, readOnly);
            session.remove(patient.clinic);
            session.remove(patient);
        });

        assertThat(find("Patient", "1 = 1")).isEmpty();
        assertThat(find("Clinic", "1 = 1")).isEmpty();
    }

    @Test
    void isReadOnly() {
        factory.inTransaction(session -> session.persist(new Patient()));

        factory.inTransaction(session -> {
            Patient patient = session.find(Patient.class, 1L);
            session.setReadOnly(patient, true);
            patient.ssn = "masked";
        });

        assertThat(find("Patient", "e.ssn = 'ssn'")).containsExactly(1L);
        assertThat(find("Patient", "e.ssn = 'masked'")).isEmpty();
    }

    @Test
    void isChangedAfterItWasPersisted() {
        factory.inTransaction(session -> {
            Born born = new Born();
            session.persist(born);
            born.place = "too late";
        });

        assertThat(find("Born", "e.place = 'place'")).containsExactly(1L);
    }

    @Test
    void holdsEmbeddablesOfDifferentClasses() {
        factory.inTransaction(session -> {
            Person person = new Person();
            Mail mail = new Mail();
            mail.address = "p@example.org";
            person.contact = mail;
            session.persist(person);
        });
        assertThat(find("Person", "e.contact.address = 'p@example.org'")).containsExactly(1L);

        factory.inTransaction(session -> {
            Phone phone = new Phone();
            phone.number = "555";
            session.find(Person.class, 1L).contact = phone;
        });
        assertThat(find("Person", "e.contact.number = '555'")).containsExactly(1L);
        assertThat(RawRows.of(factory, "Person", "address_bidx")).isEmpty();
    }

    @Entity(name = "Clinic")
    static class Clinic {
        @Id
        long id = 1;
    }

    @Entity(name = "Patient")
    static class Patient {
        @Id
        long id = 1;

        @ManyToOne
        Clinic clinic;

        @Encrypted @BlindIndex
        String ssn = "ssn";
    }

    @Entity(name = "Born")
    static class Born {
        @Id
        long id = 1;

        @Encrypted @BlindIndex
        @Column(updatable = false)
        String place = "place";
    }

    @Embeddable
    @DiscriminatorColumn(name = "kind")
    static class Contact {
        String note;
    }

    @Embeddable
    @DiscriminatorValue("mail")
    static class Mail extends Contact {
        @Encrypted @BlindIndex
        String address;
    }

    @Embeddable
    @DiscriminatorValue("phone")
    static class Phone extends Contact {
        @Encrypted @BlindIndex
        String number;
    }

    @Entity(name = "Person")
    static class Person {
        @Id
        long id = 1;

        @Embedded
        Contact contact;
    }
}
