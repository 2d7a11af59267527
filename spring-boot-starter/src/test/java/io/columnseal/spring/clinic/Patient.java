package io.columnseal.spring.clinic;

import io.columnseal.hibernate.Encrypted;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import java.time.LocalDate;

/** A patient of an application without tenancy. */
@Entity
public class Patient {

    @Id
    @GeneratedValue
    private Long id;

    private String name;

    @Encrypted @Column(length = 11)
    private String ssn;

    @Encrypted private LocalDate birthDate;

    protected Patient() {}

    public Patient(String name, String ssn, LocalDate birthDate) {
        this.name = name;
        this.ssn = ssn;
        this.birthDate = birthDate;
    }

    public Long getId() {
        return id;
    }

    public String getName() {
        return name;
    }

    public String getSsn() {
        return ssn;
    }

    public LocalDate getBirthDate() {
        return birthDate;
    }
}
