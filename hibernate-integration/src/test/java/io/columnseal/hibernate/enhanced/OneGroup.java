package io.columnseal.hibernate.enhanced;

import io.columnseal.hibernate.BlindIndex;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.index.LastCharacters;
import jakarta.persistence.Basic;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;

/** Its only lazy attribute is indexed. */
@Entity(name = "Patient")
@Table(name = "patient")
public class OneGroup implements LazyPatient {

    @Id
    private Long id;

    @Basic(fetch = FetchType.LAZY)
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
