package io.columnseal.sample.kms;

import io.columnseal.hibernate.Encrypted;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/** The same wherever the master key lies. */
@Entity
public class Patient {

    @Id
    @GeneratedValue
    private Long id;

    @Encrypted private String ssn;

    protected Patient() {}

    public Patient(String ssn) {
        this.ssn = ssn;
    }

    public Long getId() {
        return id;
    }

    public String getSsn() {
        return ssn;
    }
}
