package io.columnseal.spring.search;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;

/** Queries as an application would write them if nothing were encrypted. */
public interface People extends JpaRepository<Person, Long>, JpaSpecificationExecutor<Person> {

    List<Person> findBySsn(@Nullable String ssn);

    Optional<Person> findOneBySsn(String ssn);

    List<Person> findBySsnIs(String ssn);

    List<Person> findBySsnNot(String ssn);

    List<Person> findBySsnIn(Collection<String> ssns);

    List<Person> findBySsnNotIn(Collection<String> ssns);

    List<Person> findBySsnIsNull();

    List<Person> findBySsnIsNotNull();

    List<Person> findByEmail(String email);

    List<Person> findByEmailIgnoreCase(String email);

    List<Person> findByBirthDate(LocalDate birthDate);

    List<Person> findBySsnAndCity(String ssn, String city);

    List<Person> findBySsnOrBirthDate(String ssn, LocalDate birthDate);

    List<Person> findByBirthDateOrderByCityDesc(LocalDate birthDate);

    Optional<Person> findFirstByBirthDateOrderByCity(LocalDate birthDate);

    Stream<Person> streamByBirthDate(LocalDate birthDate);

    boolean existsBySsn(String ssn);

    long countByBirthDate(LocalDate birthDate);

    long deleteBySsn(String ssn);

    Page<Person> findPageByBirthDate(LocalDate birthDate, Pageable page);

    Slice<Person> findSliceByBirthDate(LocalDate birthDate, Pageable page);

    List<Person> findByBirthDate(LocalDate birthDate, Sort sort);

    List<Person> findBySsnLast2(String digits);

    List<Person> findBySsnLast2In(Collection<String> digits);

    boolean existsBySsnLast2(String digits);

    long countByBirthYear(int year);

    List<Person> findByBirthYearAndSsnLast2Not(int year, String digits);

    List<Person> findByEmailStartingWith(String start);

    List<Person> findByEmailStartingWithIgnoreCase(String start);

    List<Person> findByEmailNotLike(String pattern);

    boolean existsByEmailStartingWith(String start);

    Page<Person> findPageByEmailStartsWith(String start, Pageable page);

    @Query("select p from Person p where p.email like ?1%")
    List<Person> emailsFrom(String start);

    @Query("select p from Person p where p.email like concat(:start, '%') or p.city = :start")
    List<Person> emailsOrCitiesFrom(@Param("start") String start);

    List<Contact> findContactBySsn(String ssn);

    List<Residence> findResidenceBySsn(String ssn);

    <T> List<T> findBySsn(String ssn, Class<T> type);

    @Query("select p from Person p where p.ssn = :ssn")
    Optional<Person> withSsn(@Param("ssn") String ssn);

    @Query("select p from #{#entityName} p where p.ssn in ?1")
    List<Person> withAnyOf(Collection<String> ssns);

    @Query("select p from Person p where p.ssn = :#{#number.digits}")
    List<Person> withNumber(@Param("number") Number number);

    @Query("select p.city from Person p where lower(p.email) = lower(:email)")
    List<String> citiesOf(@Param("email") String email);

    @Query("select p from Person p where p.birthDate = :day")
    Page<Person> bornOn(@Param("day") LocalDate day, Pageable page);

    @Modifying(clearAutomatically = true)
    @Query("update Person p set p.city = :city where p.ssn = :ssn")
    int move(@Param("ssn") String ssn, @Param("city") String city);

    @Modifying(clearAutomatically = true)
    @Query("update Person p set p.ssn = :now where p.ssn = :then")
    int correct(@Param("then") String then, @Param("now") String now);

    @Modifying(clearAutomatically = true)
    @Query("delete from Person p where p.ssn = :ssn")
    int forget(@Param("ssn") String ssn);

    /** An open projection of what is encrypted and what is not. */
    interface Contact {

        String getSsn();

        String getEmail();
    }

    record Residence(String ssn, String city) {}

    record Number(String digits) {}
}
