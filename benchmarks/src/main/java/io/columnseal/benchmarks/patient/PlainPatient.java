package io.columnseal.benchmarks.patient;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** Nothing encrypted; ShardingSphere encrypts it underneath. */
@Entity
@Table(name = "patient")
public class PlainPatient extends PatientRecord {

    String ssn;

    String phone;

    String email;

    String insuranceNumber;

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
