package io.columnseal.spring.tenants;

import io.columnseal.hibernate.Encrypted;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.hibernate.annotations.TenantId;

/** A visit to one of several clinics. */
@Entity
public class Visit {

    @Id
    @GeneratedValue
    private Long id;

    @TenantId
    private String tenant;

    @Encrypted private String diagnosis;

    protected Visit() {}

    public Visit(String diagnosis) {
        this.diagnosis = diagnosis;
    }

    public Long getId() {
        return id;
    }

    public String getTenant() {
        return tenant;
    }

    public String getDiagnosis() {
        return diagnosis;
    }
}
