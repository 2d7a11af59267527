package io.columnseal.benchmarks.orm;

import io.columnseal.hibernate.Encrypted;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** Encrypted by ColumnSeal. */
@Entity
@Table(name = "patient")
class SealedPatient extends PatientRecord {

    @Encrypted String ssn;

    @Encrypted String phone;

    @Encrypted String email;

    @Encrypted String insuranceNumber;

    @Encrypted String diagnosis;

    @Override
    void fillSensitive(String ssn, String phone, String email, String insuranceNumber, String diagnosis) {
        this.ssn = ssn;
        this.phone = phone;
        this.email = email;
        this.insuranceNumber = insuranceNumber;
        this.diagnosis = diagnosis;
    }

    @Override
    String ssn() {
        return ssn;
    }
}
