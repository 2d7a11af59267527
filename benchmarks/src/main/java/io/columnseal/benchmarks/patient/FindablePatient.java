package io.columnseal.benchmarks.patient;

import jakarta.persistence.MappedSuperclass;

/** Nothing encrypted but, perhaps, the social security number, which subclasses declare. */
@MappedSuperclass
abstract class FindablePatient extends PatientRecord {

    String phone;

    String email;

    String insuranceNumber;

    String diagnosis;

    @Override
    protected final void fillSensitive(
            String ssn, String phone, String email, String insuranceNumber, String diagnosis) {
        ssn(ssn);
        this.phone = phone;
        this.email = email;
        this.insuranceNumber = insuranceNumber;
        this.diagnosis = diagnosis;
    }

    abstract void ssn(String ssn);
}
