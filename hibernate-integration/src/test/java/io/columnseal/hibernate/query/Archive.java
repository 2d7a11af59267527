package io.columnseal.hibernate.query;

import io.columnseal.hibernate.BlindIndex;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.hibernate.Scope;
import io.columnseal.index.DigitsOnly;
import io.columnseal.index.EmailDomain;
import io.columnseal.index.FirstCharacters;
import io.columnseal.index.FoldCase;
import io.columnseal.index.LastCharacters;
import io.columnseal.index.Trim;
import io.columnseal.index.YearOf;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OneToMany;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;

/** Entities with blind indexes of every kind, and a few rows to find. */
final class Archive {

    static final Class<?>[] ENTITIES = {
        Person.class,
        Patient.class,
        Doctor.class,
        Visit.class,
        Account.class,
        Savings.class,
        Card.class,
        Document.class,
        Letter.class
    };

    static final UUID TOKEN = UUID.fromString("00000000-0000-4000-8000-000000000001");

    private Archive() {}

    enum Status {
        OPEN,
        CLOSED
    }

    /** Texts in the database. */
    record Code(String letters) {}

    static final class CodeConverter implements AttributeConverter<Code, String> {

        @Override
        public String convertToDatabaseColumn(Code code) {
            return code == null ? null : code.letters;
        }

        @Override
        public Code convertToEntityAttribute(String letters) {
            return letters == null ? null : new Code(letters);
        }
    }

    @Embeddable
    static class Address {
        @Encrypted @BlindIndex
        @BlindIndex(prefix = 32)
        @BlindIndex(name = "streetEnd", extractor = LastCharacters.class, length = 1)
        String street;

        String town;

        Address() {}

        Address(String street, String town) {
            this.street = street;
            this.town = town;
        }
    }

    @MappedSuperclass
    static class Person {
        @Encrypted @BlindIndex(normalizer = {Trim.class, FoldCase.class})
        @BlindIndex(
                prefix = 6,
                normalizer = {Trim.class, FoldCase.class})
        @BlindIndex(
                name = "emailDomain",
                extractor = EmailDomain.class,
                normalizer = {Trim.class, FoldCase.class})
        String email;

        @Transient
        String emailDomain;
    }

    @Entity(name = "Doctor")
    @Table(name = "doctor")
    static class Doctor {
        @Id
        Long id;

        String name;

        @Encrypted(scope = Scope.SHARED) @BlindIndex(normalizer = DigitsOnly.class)
        @BlindIndex(prefix = 4, normalizer = DigitsOnly.class)
        @BlindIndex(
                name = "phoneLast4",
                extractor = LastCharacters.class,
                length = 4,
                normalizer = DigitsOnly.class,
                column = "phone_end",
                indexName = "doctor_by_phone_end")
        String phone;

        @Encrypted @BlindIndex(unique = true, normalizer = FoldCase.class)
        String license;

        String getPhoneLast4() {
            return null;
        }
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient extends Person {
        @Id
        Long id;

        String city;

        @Encrypted @BlindIndex
        @BlindIndex(name = "ssnEnd", extractor = LastCharacters.class, length = 2)
        @BlindIndex(name = "ssnFolded", normalizer = FoldCase.class)
        String ssn;

        transient String ssnEnd;

        @Transient
        String ssnFolded;

        @Encrypted @BlindIndex
        @BlindIndex(prefix = 8)
        String alias;

        @Encrypted String note;

        @Encrypted @BlindIndex
        Integer age;

        @Encrypted @BlindIndex
        Long visits;

        @Encrypted @BlindIndex
        BigDecimal balance;

        @Encrypted @BlindIndex
        @BlindIndex(name = "birthYear", extractor = YearOf.class)
        LocalDate birthDate;

        @Encrypted @BlindIndex
        Instant admitted;

        @Encrypted @BlindIndex
        UUID token;

        @Encrypted @BlindIndex
        byte[] print;

        @Encrypted @BlindIndex
        Duration waited;

        @Encrypted @BlindIndex(acceptFewValues = true)
        Status status;

        @Encrypted @BlindIndex(acceptFewValues = true)
        Boolean vip;

        @Encrypted @BlindIndex
        @Convert(converter = CodeConverter.class)
        Code code;

        @Embedded
        Address home;

        @Transient
        String homeStreetEnd;

        @ManyToOne
        Doctor doctor;

        @OneToMany(mappedBy = "patient")
        @Fetch(FetchMode.SUBSELECT)
        List<Visit> history = new ArrayList<>();

        @ElementCollection
        @Encrypted List<String> tags = new ArrayList<>();

        int getBirthYear() {
            return birthDate.getYear();
        }
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

    @Entity(name = "Account")
    @Table(name = "account")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Account {
        @Id
        Long id;

        String bank;

        @Encrypted @BlindIndex
        String iban;
    }

    @Entity(name = "Savings")
    @Table(name = "savings")
    static class Savings extends Account {
        @Encrypted @BlindIndex
        @BlindIndex(name = "pinEnd", extractor = LastCharacters.class, length = 1)
        String pin;

        @Transient
        String pinEnd;

        String plan;
    }

    @Entity(name = "Card")
    @Table(name = "card")
    @SecondaryTable(name = "card_secret")
    static class Card {
        @Id
        Long id;

        String brand;

        @Encrypted @BlindIndex
        @BlindIndex(prefix = 4)
        @BlindIndex(name = "numberStart", extractor = FirstCharacters.class, length = 4)
        @Column(table = "card_secret")
        String number;

        @Transient
        String numberStart;
    }

    @Entity(name = "Document")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    abstract static class Document {
        @Id
        Long id;

        @Encrypted @BlindIndex
        @BlindIndex(prefix = 3, column = "title_begin", indexName = "by_title")
        @BlindIndex(name = "titleEnd", extractor = LastCharacters.class, length = 1)
        String title;

        @Transient
        String titleEnd;
    }

    @Entity(name = "Letter")
    static class Letter extends Document {
        @Encrypted @BlindIndex(name = "bodyEnd", extractor = LastCharacters.class, length = 1)
        @BlindIndex
        String body;

        @Transient
        String bodyEnd;
    }

    /**
     * Patients 1 to 4, whose values carry their number; 3 has the SSN of 1 as its alias, and 4 has nothing but an id. One
     * row of everything else.
     */
    static void populate(Session session) {
        Doctor doctor = new Doctor();
        doctor.id = 1L;
        doctor.name = "Blake";
        doctor.phone = "+1 (555) 01-23";
        doctor.license = "license-1";
        session.persist(doctor);
        for (int i = 1; i <= 3; i++) {
            Patient patient = patient(i);
            patient.doctor = i == 1 ? doctor : null;
            session.persist(patient);
            Visit visit = new Visit();
            visit.id = (long) i;
            visit.reason = "ssn-" + i;
            visit.patient = patient;
            session.persist(visit);
        }
        Patient empty = new Patient();
        empty.id = 4L;
        session.persist(empty);
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
        session.persist(card);
        Letter letter = new Letter();
        letter.id = 1L;
        letter.title = "title-1";
        letter.body = "body-1";
        session.persist(letter);
    }

    private static Patient patient(int number) {
        Patient patient = new Patient();
        patient.id = (long) number;
        patient.city = number == 3 ? "ssn-2" : "Rome";
        patient.ssn = "ssn-" + number;
        patient.alias = number == 3 ? "ssn-1" : "ssn-" + number;
        patient.note = "note-" + number;
        patient.email = number == 2 ? " Ann@Example.org " : "mail-" + number + "@example.org";
        patient.age = 30 + number;
        patient.visits = 10L * number;
        patient.balance = new BigDecimal(number + ".50");
        patient.birthDate = LocalDate.of(1980, 1, number);
        patient.admitted = Instant.ofEpochSecond(number);
        patient.token = new UUID(TOKEN.getMostSignificantBits(), TOKEN.getLeastSignificantBits() + number - 1);
        patient.print = new byte[] {1, (byte) number};
        patient.waited = Duration.ofMinutes(number);
        patient.status = number == 1 ? Status.OPEN : Status.CLOSED;
        patient.vip = number == 1;
        patient.code = new Code("code-" + number);
        patient.home = new Address("street-" + number, "town-" + number);
        patient.tags.add("tag-" + number);
        return patient;
    }
}
