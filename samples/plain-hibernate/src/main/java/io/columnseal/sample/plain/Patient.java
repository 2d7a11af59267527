package io.columnseal.sample.plain;

import io.columnseal.hibernate.Encrypted;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import java.time.LocalDate;

/** A patient; social security number and birth date are sealed in the database. */
@Entity
public class Patient {

    @Id
    @GeneratedValue
    private Long id;

    private String name;

    @Encrypted @Column(length = 11)
    private String ssn;

    @Encrypted @Column(name = "birth_date")
    private LocalDate birthDate;

    protected Patient() {}

    public Patient(String name, String ssn, LocalDate birthDate) {
        this.name = name;
        this.ssn = ssn;
        this.birthDate = birthDate;
    }

    public Long id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String ssn() {
        return ssn;
    }

    public LocalDate birthDate() {
        return birthDate;
    }
}
