package io.columnseal.benchmarks.patient;

import io.columnseal.hibernate.BlindIndex;
import io.columnseal.hibernate.Encrypted;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** Found by an encrypted column with a blind index. */
@Entity
@Table(name = "patient")
public class IndexedSsnPatient extends FindablePatient {

    @Encrypted @BlindIndex
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
