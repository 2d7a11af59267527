package io.columnseal.hibernate.query;

import io.columnseal.hibernate.Encrypted;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hibernate.Session;
import org.hibernate.annotations.SecondaryRow;

/** Entities with an encrypted attribute of every shape that a query can name, and a few rows of them. */
final class Clinic {

    private Clinic() {}

    enum Status {
        OPEN,
        CLOSED
    }

    record Contact(String ssn, Long id) {}

    @Embeddable
    static class Address {
        @Encrypted String street;

        String town;

        Address() {}

        Address(String street, String town) {
            this.street = street;
            this.town = town;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Address that
                    && Objects.equals(street, that.street)
                    && Objects.equals(town, that.town);
        }

        @Override
        public int hashCode() {
            return Objects.hash(street, town);
        }
    }

    @MappedSuperclass
    static class Person {
        @Encrypted String email;
    }

    @Entity(name = "Doctor")
    @Table(name = "doctor")
    static class Doctor {
        @Id
        Long id;

        String name;

        @Encrypted String phone;
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient extends Person {
        @Id
        Long id;

        String city;

        @Encrypted String ssn;

        @Encrypted String note;

        @Encrypted int age;

        @Encrypted boolean vip;

        @Encrypted Long visits;

        @Encrypted BigDecimal balance;

        @Encrypted LocalDate birthDate;

        @Encrypted Status status;

        @Encrypted byte[] photo;

        @Encrypted Duration waited;

        @Embedded
        Address home;

        @ManyToOne
        Doctor doctor;

        @OneToMany(mappedBy = "patient", cascade = CascadeType.PERSIST)
        List<Visit> history = new ArrayList<>();

        @ElementCollection
        @OrderColumn(name = "place")
        @Encrypted List<String> tags = new ArrayList<>();

        @ElementCollection
        @MapKeyColumn(name = "topic")
        @Encrypted Map<String, String> remarks = new LinkedHashMap<>();

        @ElementCollection
        List<Address> holidayHomes = new ArrayList<>();
    }

    @Entity(name = "Visit")
    @Table(name = "visit")
    static class Visit {
        @Id
        Long id;

        String reason;

        @ManyToOne
        Patient patient;
    }

    /** Nothing in it is encrypted. */
    @Entity(name = "Town")
    @Table(name = "town")
    static class Town {
        @Id
        Long id;

        String name;

        String nickname;
    }

    /** Nothing in it is encrypted either, and it lies in several tables. */
    @Entity(name = "Invoice")
    @Table(name = "invoice")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Invoice {
        @Id
        Long id;

        String label;

        boolean paid;

        @ManyToOne
        Patient patient;
    }

    @Entity(name = "Reminder")
    @Table(name = "reminder")
    static class Reminder extends Invoice {
        String letter;
    }

    /** Not encrypted; Hibernate makes its ids, several at a time. */
    @Entity(name = "Memo")
    @Table(name = "memo")
    static class Memo {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        Long id;

        String text;
    }

    @Entity(name = "Account")
    @Table(name = "account")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Account {
        @Id
        Long id;

        String bank;

        @Encrypted String iban;
    }

    @Entity(name = "Savings")
    @Table(name = "savings")
    static class Savings extends Account {
        @Encrypted String pin;

        String plan;
    }

    @Entity(name = "Card")
    @Table(name = "card")
    @SecondaryTable(name = "card_secret")
    static class Card {
        @Id
        Long id;

        String brand;

        @Encrypted @Column(table = "card_secret")
        String number;

        @Column(table = "card_secret")
        String holder;
    }

    @Entity(name = "Passport")
    @Table(name = "passport")
    @SecondaryTable(name = "passport_secret")
    @SecondaryRow(table = "passport_secret", optional = false)
    static class Passport {
        @Id
        Long id;

        String country;

        @Encrypted @Column(table = "passport_secret")
        String number;
    }

    @Entity(name = "Document")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    static class Document {
        @Id
        Long id;

        @Encrypted String title;
    }

    @Entity(name = "Letter")
    static class Letter extends Document {
        @Encrypted String body;

        String recipient;
    }

    /** Two patients of one doctor, ids and values counting from 1; one or two rows of everything else. */
    static void populate(Session session) {
        Doctor doctor = new Doctor();
        doctor.id = 1L;
        doctor.name = "Blake";
        doctor.phone = "555-1";
        session.persist(doctor);
        for (int i = 1; i <= 2; i++) {
            Patient patient = patient(i);
            patient.doctor = doctor;
            session.persist(patient);
            Visit visit = new Visit();
            visit.id = (long) i;
            visit.reason = "flu";
            visit.patient = patient;
            session.persist(visit);
            Reminder reminder = new Reminder();
            reminder.id = (long) i;
            reminder.label = "label-" + i;
            reminder.letter = "letter-" + i;
            reminder.patient = patient;
            session.persist(reminder);
        }
        Savings savings = new Savings();
        savings.id = 1L;
        savings.bank = "first";
        savings.iban = "iban-1";
        savings.pin = "pin-1";
        savings.plan = "gold";
        session.persist(savings);
        Card card = new Card();
        card.id = 1L;
        card.brand = "V";
        card.number = "4000-1";
        card.holder = "Ann";
        session.persist(card);
        Passport passport = new Passport();
        passport.id = 1L;
        passport.country = "IT";
        passport.number = "P-1";
        session.persist(passport);
        Letter letter = new Letter();
        letter.id = 1L;
        letter.title = "title-1";
        letter.body = "body-1";
        letter.recipient = "Bob";
        session.persist(letter);
        Town town = new Town();
        town.id = 1L;
        town.name = "Rome";
        town.nickname = "Eternal City";
        session.persist(town);
    }

    private static Patient patient(int number) {
        Patient patient = new Patient();
        patient.id = (long) number;
        patient.city = "Rome";
        patient.ssn = "ssn-" + number;
        patient.note = "note-" + number;
        patient.email = "mail-" + number;
        patient.age = 30 + number;
        patient.vip = number == 1;
        patient.visits = 10L * number;
        patient.balance = new BigDecimal("12.50");
        patient.birthDate = LocalDate.of(1980, 1, number);
        patient.status = Status.OPEN;
        patient.photo = new byte[] {1, (byte) number};
        patient.waited = Duration.ofMinutes(number);
        patient.home = new Address("street-" + number, "town-" + number);
        patient.tags.add("tag-" + number);
        patient.tags.add("more-" + number);
        patient.remarks.put("diet", "remark-" + number);
        patient.holidayHomes.add(new Address("beach-" + number, "sea"));
        return patient;
    }

    static final Class<?>[] ENTITIES = {
        Person.class,
        Address.class,
        Doctor.class,
        Patient.class,
        Visit.class,
        Town.class,
        Invoice.class,
        Reminder.class,
        Memo.class,
        Account.class,
        Savings.class,
        Card.class,
        Passport.class,
        Document.class,
        Letter.class
    };
}
