package io.columnseal.sample.quickstart;

import io.columnseal.hibernate.BlindIndex;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.index.DigitsOnly;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import java.time.LocalDate;
import org.hibernate.annotations.TenantId;

/** A patient of one clinic. What identifies the person is sealed under that clinic's key. */
@Entity
public class Patient {

    @Id
    @GeneratedValue
    private Long id;

    @TenantId
    private String clinic;

    @Encrypted @Column(length = 100)
    private String name;

    @Encrypted @BlindIndex(normalizer = DigitsOnly.class)
    @Column(length = 11)
    private String ssn;

    @Encrypted private LocalDate birthDate;

    private String ward;

    protected Patient() {}

    public Patient(String name, String ssn, LocalDate birthDate, String ward) {
        this.name = name;
        this.ssn = ssn;
        this.birthDate = birthDate;
        this.ward = ward;
    }

    public Long getId() {
        return id;
    }

    public String getClinic() {
        return clinic;
    }

    public String getName() {
        return name;
    }

    public String getSsn() {
        return ssn;
    }

    public LocalDate getBirthDate() {
        return birthDate;
    }

    public String getWard() {
        return ward;
    }
}
