package io.columnseal.hibernate;

import jakarta.persistence.Basic;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.LazyGroup;

/** An entity that {@link LazyAttributesTest} has enhanced; alone in its file, since two class loaders load it. */
@Entity(name = "Patient")
@Table(name = "patient")
public class EnhancedPatient implements LazyPatient {
    @Id
    long id;

    String name;

    @Encrypted String ssn;

    @Basic(fetch = FetchType.LAZY)
    @LazyGroup("note")
    @Encrypted String note;

    @Basic(fetch = FetchType.LAZY)
    @LazyGroup("photo")
    @Encrypted String photo;

    public EnhancedPatient() {}

    @Override
    public void fill(long id, String name, String ssn, String note, String photo) {
        this.id = id;
        this.name = name;
        this.ssn = ssn;
        this.note = note;
        this.photo = photo;
    }

    @Override
    public String ssn() {
        return ssn;
    }

    @Override
    public String note() {
        return note;
    }

    @Override
    public String photo() {
        return photo;
    }

    @Override
    public void rename(String name) {
        this.name = name;
    }

    @Override
    public void changeSsn(String ssn) {
        this.ssn = ssn;
    }

    @Override
    public void changeNote(String note) {
        this.note = note;
    }
}
