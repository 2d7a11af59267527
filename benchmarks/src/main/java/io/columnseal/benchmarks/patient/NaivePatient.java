package io.columnseal.benchmarks.patient;

import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** Encrypted by the naive converter. */
@Entity
@Table(name = "patient")
public class NaivePatient extends PatientRecord {

    @Convert(converter = NaiveStringConverter.class)
    String ssn;

    @Convert(converter = NaiveStringConverter.class)
    String phone;

    @Convert(converter = NaiveStringConverter.class)
    String email;

    @Convert(converter = NaiveStringConverter.class)
    String insuranceNumber;

    @Convert(converter = NaiveStringConverter.class)
    String diagnosis;

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
