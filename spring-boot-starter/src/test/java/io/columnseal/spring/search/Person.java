package io.columnseal.spring.search;

import io.columnseal.hibernate.BlindIndex;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.index.FoldCase;
import io.columnseal.index.LastCharacters;
import io.columnseal.index.Trim;
import io.columnseal.index.YearOf;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Transient;
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
    @BlindIndex(name = "ssnLast2", extractor = LastCharacters.class, length = 2)
    @Column(length = 11)
    private @Nullable String ssn;

    @Encrypted @BlindIndex(
            normalizer = {Trim.class, FoldCase.class},
            unique = true)
    @BlindIndex(
            prefix = 8,
            normalizer = {Trim.class, FoldCase.class})
    private @Nullable String email;

    @Encrypted @BlindIndex
    @BlindIndex(name = "birthYear", extractor = YearOf.class)
    private LocalDate birthDate;

    @Transient
    private @Nullable Integer birthYear;

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

    public @Nullable String getSsnLast2() {
        return ssn == null ? null : ssn.substring(1);
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
