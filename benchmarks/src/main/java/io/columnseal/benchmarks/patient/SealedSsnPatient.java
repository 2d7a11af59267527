package io.columnseal.benchmarks.patient;

import io.columnseal.hibernate.Encrypted;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** Holds one encrypted column, by which nobody is found. */
@Entity
@Table(name = "patient")
public class SealedSsnPatient extends FindablePatient {

    @Encrypted String ssn;

    @Override
    void ssn(String ssn) {
        this.ssn = ssn;
    }

    @Override
    public String ssn() {
        return ssn;
    }
}
