package io.columnseal.sample.demo;

import io.columnseal.hibernate.BlindIndex;
import io.columnseal.hibernate.Encrypted;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDate;
import org.hibernate.annotations.TenantId;

/** A patient of one clinic. */
@Entity
@Table(name = "patient")
class Patient {

    @Id
    long id;

    @TenantId
    String clinic;

    @Encrypted @BlindIndex
    @Column(length = 11)
    String ssn;

    @Encrypted @Column(name = "birth_date")
    LocalDate birthDate;

    @Encrypted @Column(length = 100)
    String diagnosis;

    /** Not encrypted, so that a search of the database's files has something to find. */
    String city;

    protected Patient() {}

    Patient(long id, String ssn, LocalDate birthDate, String diagnosis, String city) {
        this.id = id;
        this.ssn = ssn;
        this.birthDate = birthDate;
        this.diagnosis = diagnosis;
        this.city = city;
    }

    boolean sameAs(Patient other) {
        return id == other.id
                && ssn.equals(other.ssn)
                && birthDate.equals(other.birthDate)
                && diagnosis.equals(other.diagnosis);
    }
}
