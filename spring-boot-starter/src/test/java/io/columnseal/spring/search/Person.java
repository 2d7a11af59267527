package io.columnseal.spring.search;

import io.columnseal.hibernate.BlindIndex;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.index.FoldCase;
import io.columnseal.index.Trim;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Somebody who is found by what is encrypted. */
@Entity
@NamedQuery(name = "Person.named", query = "select p from Person p where p.diagnosis = :diagnosis")
public class Person {

    @Id
    @GeneratedValue
    private Long id;

    @Encrypted @BlindIndex
    @Column(length = 11)
    private @Nullable String ssn;

    @Encrypted @BlindIndex(normalizer = {Trim.class, FoldCase.class})
    private @Nullable String email;

    @Encrypted @BlindIndex
    private LocalDate birthDate;

    /** Not to be searched for. */
    @Encrypted private String diagnosis;

    private String city;

    protected Person() {}

    public Person(@Nullable String ssn, @Nullable String email, LocalDate birthDate, String diagnosis, String city) {
        this.ssn = ssn;
        this.email = email;
        this.birthDate = birthDate;
        this.diagnosis = diagnosis;
        this.city = city;
    }

    public Long getId() {
        return id;
    }

    public @Nullable String getSsn() {
        return ssn;
    }

    public @Nullable String getEmail() {
        return email;
    }

    public LocalDate getBirthDate() {
        return birthDate;
    }

    public String getDiagnosis() {
        return diagnosis;
    }

    public String getCity() {
        return city;
    }
}
