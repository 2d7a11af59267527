package io.columnseal.hibernate.query;

import io.columnseal.hibernate.Encrypted;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
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

/** Entities with an encrypted attribute of every shape that a query can name. */
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

    static final Class<?>[] ENTITIES = {
        Person.class,
        Address.class,
        Doctor.class,
        Patient.class,
        Visit.class,
        Town.class,
        Account.class,
        Savings.class,
        Card.class,
        Document.class,
        Letter.class
    };
}
