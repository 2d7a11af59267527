package io.columnseal.benchmarks.patient;

import jakarta.persistence.Column;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.SequenceGenerator;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/** The 15 columns that nobody encrypts. */
@MappedSuperclass
public abstract class PatientRecord {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "patient_seq")
    @SequenceGenerator(name = "patient_seq", sequenceName = "patient_seq", allocationSize = 50)
    Long id;

    @Column(length = 40)
    String firstName;

    @Column(length = 40)
    String lastName;

    @Column(length = 10)
    String title;

    @Column(length = 1)
    String sex;

    @Column(length = 60)
    String street;

    @Column(length = 40)
    String city;

    @Column(length = 10)
    String postcode;

    @Column(length = 2)
    String country;

    boolean active;
    int visits;
    long chartNumber;

    @Column(precision = 12, scale = 2)
    BigDecimal balance;

    Instant registeredAt;
    LocalDate lastVisit;

    /** The social security number of a patient: 11 characters, in no order, different for every number below 10^9. */
    public static String ssnOf(int number) {
        // The factor shares no divisor with the modulus
        long digits = number * 618_033_989L % 1_000_000_000L;
        return String.format("%03d-%02d-%04d", digits / 1_000_000, digits / 10_000 % 100, digits % 10_000);
    }

    /** Sets every column but the id to values that depend on the number alone. */
    public final void fill(int number) {
        firstName = "Given" + number % 997;
        lastName = "Family" + number % 9973;
        title = number % 3 == 0 ? "Dr." : "";
        sex = number % 2 == 0 ? "f" : "m";
        street = number % 250 + " Long Meadow Road";
        city = "Town " + number % 400;
        postcode = "PC" + number % 10_000;
        country = "UK";
        active = number % 10 != 0;
        visits = number % 40;
        chartNumber = 1_000_000L + number;
        balance = BigDecimal.valueOf(number % 100_000, 2);
        registeredAt = Instant.ofEpochSecond(1_600_000_000L + number);
        lastVisit = LocalDate.of(2020, 1, 1).plusDays(number % 2000);
        fillSensitive(
                ssnOf(number),
                "+44 20 7946 " + String.format("%04d", number % 10_000),
                "given" + number + "@mail.example.org",
                "INS-" + (100_000_000L + number),
                "Type 2 diabetes mellitus, metformin 500 mg, seen " + number + " times");
    }

    /** The five columns that are encrypted: 11, 16, about 24, 13 and about 60 characters. */
    protected abstract void fillSensitive(
            String ssn, String phone, String email, String insuranceNumber, String diagnosis);

    /** What an ordinary update changes; nothing of it is encrypted. */
    public final void visit() {
        visits++;
        lastVisit = lastVisit.plusDays(1);
    }

    /** One of the encrypted values, to see that loading really opened it. */
    public abstract String ssn();
}
