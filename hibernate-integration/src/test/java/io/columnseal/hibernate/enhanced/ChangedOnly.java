package io.columnseal.hibernate.enhanced;

import io.columnseal.hibernate.BlindIndex;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.index.LastCharacters;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import org.hibernate.annotations.DynamicUpdate;

/** Nothing is lazy, and updates write what has changed. */
@Entity(name = "Patient")
@Table(name = "patient")
@DynamicUpdate
public class ChangedOnly implements LazyPatient {

    @Id
    private Long id;

    @Encrypted @BlindIndex
    @BlindIndex(prefix = 2)
    @BlindIndex(name = "ssnEnd", extractor = LastCharacters.class, length = 2)
    private String ssn;

    @Transient
    private String ssnEnd;

    private String plain;

    @Override
    public void setId(Long id) {
        this.id = id;
    }

    @Override
    public String getSsn() {
        return ssn;
    }

    @Override
    public void setSsn(String ssn) {
        this.ssn = ssn;
    }

    @Override
    public void setPlain(String plain) {
        this.plain = plain;
    }

    @Override
    public String getPlain() {
        return plain;
    }
}
