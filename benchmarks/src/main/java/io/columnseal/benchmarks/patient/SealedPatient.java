package io.columnseal.benchmarks.patient;

import io.columnseal.hibernate.Encrypted;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** Encrypted by ColumnSeal. */
@Entity
@Table(name = "patient")
public class SealedPatient extends PatientRecord {

    @Encrypted String ssn;

    @Encrypted String phone;

    @Encrypted String email;

    @Encrypted String insuranceNumber;

    @Encrypted String diagnosis;

    @Override
    protected void fillSensitive(String ssn, String phone, String email, String insuranceNumber, String diagnosis) {
        this.ssn = ssn;
        this.phone = phone;
        this.email = email;
        this.insuranceNumber = insuranceNumber;
        this.diagnosis = diagnosis;
    }

    @Override
    public String ssn() {
        return ssn;
    }
}
