package io.columnseal.benchmarks.patient;

import jakarta.persistence.Entity;
import jakarta.persistence.Index;
import jakarta.persistence.Table;

/** Found by a plain column with a database index. */
@Entity
@Table(name = "patient", indexes = @Index(name = "ix_patient_ssn", columnList = "ssn"))
public class PlainSsnPatient extends FindablePatient {

    String ssn;

    @Override
    void ssn(String ssn) {
        this.ssn = ssn;
    }

    @Override
    public String ssn() {
        return ssn;
    }
}
