package io.columnseal.spring.search;

import java.time.LocalDate;
import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.query.Param;

/** Queries that would be wrong on what is stored, whatever they are asked for. */
public interface MisusingPeople extends Repository<Person, Long> {

    List<Person> findBySsnContaining(String part);

    List<Person> findBySsnStartingWith(String start);

    List<Person> findBySsnLike(String pattern);

    List<Person> findByEmailContaining(String part);

    List<Person> findByEmailEndingWith(String end);

    List<Person> findByCityOrderByBirthYear(String city);

    List<Person> findByBirthYearGreaterThan(int year);

    List<Person> findBySsnLessThan(String bound);

    List<Person> findByBirthDateBetween(LocalDate first, LocalDate last);

    List<Person> findByBirthDateAfter(LocalDate day);

    List<Person> findByCityOrderBySsn(String city);

    List<Person> findBySsnIgnoreCase(String ssn);

    List<Person> findByDiagnosis(String diagnosis);

    boolean existsByDiagnosis(String diagnosis);

    long countByDiagnosis(String diagnosis);

    long deleteByDiagnosis(String diagnosis);

    @Query("select p from Person p where p.ssn like %:part%")
    List<Person> withPart(@Param("part") String part);

    @Query("select distinct p.ssn from Person p where p.city = :city")
    List<String> ssnsOf(@Param("city") String city);
}
