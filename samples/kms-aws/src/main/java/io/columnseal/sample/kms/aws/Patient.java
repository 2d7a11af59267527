package io.columnseal.sample.kms.aws;

import io.columnseal.hibernate.Encrypted;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.hibernate.annotations.TenantId;

/** A patient of one clinic, sealed under that clinic's key. */
@Entity
public class Patient {

    @Id
    @GeneratedValue
    private Long id;

    @TenantId
    private String clinic;

    @Encrypted private String ssn;

    protected Patient() {}

    public Patient(String ssn) {
        this.ssn = ssn;
    }

    public Long getId() {
        return id;
    }

    public String getClinic() {
        return clinic;
    }

    public String getSsn() {
        return ssn;
    }
}
