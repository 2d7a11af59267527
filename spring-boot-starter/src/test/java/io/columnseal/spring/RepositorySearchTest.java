package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.QueryRefusedException;
import io.columnseal.spring.search.MisusingPeople;
import io.columnseal.spring.search.People;
import io.columnseal.spring.search.Person;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jpa.test.autoconfigure.TestEntityManager;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.test.context.TestPropertySource;

/** Repositories over encrypted attributes that are indexed: what works as if they were plain, and what is refused. */
@DataJpaTest
@TestPropertySource(
        properties = {
            "columnseal.environment=development",
            "columnseal.query-check=warn",
            "spring.flyway.enabled=false",
            "spring.liquibase.enabled=false"
        })
class RepositorySearchTest {

    private static final LocalDate DAY = LocalDate.of(1984, 2, 29);
    private static final LocalDate OTHER_DAY = LocalDate.of(1990, 1, 1);

    @Autowired
    private People people;

    @Autowired
    private MisusingPeople misusing;

    @Autowired
    private TestEntityManager entities;

    @BeforeEach
    void store() {
        people.save(new Person("111", "Ada@Example.org", DAY, "migraine", "Graz"));
        people.save(new Person("222", "bob@example.org", DAY, "asthma", "Linz"));
        people.save(new Person("333", "cem@example.org", OTHER_DAY, "asthma", "Wels"));
        people.save(new Person(null, null, OTHER_DAY, "gout", "Enns"));
        entities.flush();
        entities.clear();
    }

    @Test
    void findsByEquality() {
        assertThat(people.findBySsn("111")).extracting(Person::getCity).containsExactly("Graz");
        assertThat(people.findBySsnIs("222")).extracting(Person::getSsn).containsExactly("222");
        assertThat(people.findOneBySsn("333"))
                .get()
                .extracting(Person::getDiagnosis)
                .isEqualTo("asthma");
        assertThat(people.findBySsn("444")).isEmpty();
        assertThat(people.findByBirthDate(DAY)).hasSize(2);
    }

    @Test
    void findsWhatIsNullAndWhatIsNot() {
        assertThat(people.findBySsn(null)).extracting(Person::getCity).containsExactly("Enns");
        assertThat(people.findBySsnIsNull()).extracting(Person::getCity).containsExactly("Enns");
        assertThat(people.findBySsnIsNotNull()).hasSize(3);
    }

    @Test
    void findsWhatDiffersButNotWhatIsNull() {
        assertThat(people.findBySsnNot("111")).extracting(Person::getSsn).containsExactlyInAnyOrder("222", "333");
        assertThat(people.findBySsnNotIn(List.of("111", "333")))
                .extracting(Person::getSsn)
                .containsExactly("222");
    }

    @Test
    void findsByLists() {
        assertThat(people.findBySsnIn(List.of("111", "333", "444")))
                .extracting(Person::getSsn)
                .containsExactlyInAnyOrder("111", "333");
        assertThat(people.findBySsnIn(List.of("222"))).hasSize(1);
        assertThat(people.findBySsnIn(List.of())).isEmpty();
    }

    @Test
    void anEqualValueOfAUniqueIndexViolatesTheIntegrityOfTheData() {
        Person again = new Person("444", " ADA@example.org", DAY, "gout", "Graz");

        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> people.saveAndFlush(again))
                .withCauseInstanceOf(ConstraintViolationException.class)
                .withMessageContainingAll("UK_PERSON_EMAIL_BIDX");
    }

    @Test
    void findsInAnyCaseWhereTheIndexFoldsIt() {
        assertThat(people.findByEmailIgnoreCase(" aDa@example.ORG"))
                .extracting(Person::getEmail)
                .containsExactly("Ada@Example.org");
        assertThat(people.findByEmail("ada@example.org")).hasSize(1);
    }

    @Test
    void combinesWithConditionsOfAllKinds() {
        assertThat(people.findBySsnAndCity("111", "Graz")).hasSize(1);
        assertThat(people.findBySsnAndCity("111", "Linz")).isEmpty();
        assertThat(people.findBySsnOrBirthDate("333", DAY)).hasSize(3);
    }

    @Test
    void ordersByWhatIsNotEncrypted() {
        assertThat(people.findByBirthDateOrderByCityDesc(DAY))
                .extracting(Person::getCity)
                .containsExactly("Linz", "Graz");
        assertThat(people.findFirstByBirthDateOrderByCity(DAY))
                .get()
                .extracting(Person::getCity)
                .isEqualTo("Graz");
        assertThat(people.findByBirthDate(DAY, Sort.by("city").descending()))
                .extracting(Person::getCity)
                .containsExactly("Linz", "Graz");
    }

    @Test
    void tellsIfAndHowMany() {
        assertThat(people.existsBySsn("111")).isTrue();
        assertThat(people.existsBySsn("444")).isFalse();
        assertThat(people.countByBirthDate(DAY)).isEqualTo(2);
        try (Stream<Person> stream = people.streamByBirthDate(DAY)) {
            assertThat(stream).hasSize(2);
        }
    }

    @Test
    void deletesWhatItFinds() {
        assertThat(people.deleteBySsn("111")).isEqualTo(1);
        assertThat(people.deleteBySsn("444")).isZero();
        entities.flush();
        assertThat(people.count()).isEqualTo(3);
    }

    @Test
    void countsThePagesOfWhatItFinds() {
        Page<Person> page = people.findPageByBirthDate(DAY, PageRequest.of(0, 1, Sort.by("city")));
        assertThat(page).extracting(Person::getCity).containsExactly("Graz");
        assertThat(page.getTotalElements()).isEqualTo(2);
        Slice<Person> slice = people.findSliceByBirthDate(DAY, PageRequest.of(0, 1));
        assertThat(slice).hasSize(1);
        assertThat(slice.hasNext()).isTrue();
        assertThat(people.bornOn(DAY, PageRequest.of(1, 1, Sort.by("city"))).getTotalElements())
                .isEqualTo(2);
    }

    @Test
    void findsByParts() {
        assertThat(people.findBySsnLast2("11")).extracting(Person::getSsn).containsExactly("111");
        assertThat(people.findBySsnLast2("111")).isEmpty();
        assertThat(people.findBySsnLast2In(List.of("11", "33"))).hasSize(2);
        assertThat(people.existsBySsnLast2("22")).isTrue();
        assertThat(people.existsBySsnLast2("44")).isFalse();
        assertThat(people.countByBirthYear(1984)).isEqualTo(2);
        assertThat(people.findByBirthYearAndSsnLast2Not(1984, "11"))
                .extracting(Person::getSsn)
                .containsExactly("222");
    }

    @Test
    void findsByPrefixes() {
        assertThat(people.findByEmailStartingWith("ada@"))
                .extracting(Person::getEmail)
                .containsExactly("Ada@Example.org");
        assertThat(people.findByEmailStartingWithIgnoreCase("BOB")).hasSize(1);
        assertThat(people.findByEmailStartingWith("")).hasSize(3);
        assertThat(people.findByEmailStartingWith("%")).isEmpty();
        assertThat(people.findByEmailStartingWith("b_b")).isEmpty();
        assertThat(people.findByEmailStartingWith("b\\b")).isEmpty();
        assertThat(people.findByEmailNotLike("bob%")).hasSize(2);
        assertThat(people.existsByEmailStartingWith("cem")).isTrue();
        assertThat(people.findPageByEmailStartsWith("c", PageRequest.of(0, 1)).getTotalElements())
                .isOne();
        assertThat(people.emailsFrom("bob")).hasSize(1);
        assertThat(people.emailsOrCitiesFrom("Graz")).hasSize(1);
        assertRefused(() -> people.findByEmailStartingWith("longer than eight"), "email", "like");
    }

    @Test
    void projectsWhatItFinds() {
        assertThat(people.findContactBySsn("111"))
                .singleElement()
                .satisfies(contact -> assertThat(contact.getEmail()).isEqualTo("Ada@Example.org"));
        assertThat(people.findResidenceBySsn("111")).containsExactly(new People.Residence("111", "Graz"));
        assertThat(people.findBySsn("111", People.Residence.class))
                .containsExactly(new People.Residence("111", "Graz"));
        assertThat(people.findBySsn("111", People.Contact.class))
                .extracting(People.Contact::getSsn)
                .containsExactly("111");
    }

    @Test
    void findsByDeclaredQueries() {
        assertThat(people.withSsn("111")).isPresent();
        assertThat(people.withAnyOf(List.of("111", "222"))).hasSize(2);
        assertThat(people.withNumber(new People.Number("333"))).hasSize(1);
        assertThat(people.citiesOf("ADA@EXAMPLE.ORG")).containsExactly("Graz");
    }

    @Test
    void changesWhatDeclaredQueriesFind() {
        assertThat(people.move("111", "Steyr")).isEqualTo(1);
        assertThat(people.findBySsn("111")).extracting(Person::getCity).containsExactly("Steyr");
        assertThat(people.correct("111", "999")).isEqualTo(1);
        assertThat(people.findBySsn("111")).isEmpty();
        assertThat(people.findBySsn("999")).extracting(Person::getCity).containsExactly("Steyr");
        assertThat(people.forget("999")).isEqualTo(1);
        assertThat(people.existsBySsn("999")).isFalse();
    }

    @Test
    void findsByExample() {
        ExampleMatcher ignoringRest = ExampleMatcher.matching().withIgnorePaths("id");
        assertThat(people.findAll(Example.of(new Person("111", null, null, null, null), ignoringRest)))
                .extracting(Person::getCity)
                .containsExactly("Graz");
        assertThat(people.count(Example.of(new Person(null, null, DAY, null, null), ignoringRest)))
                .isEqualTo(2);
    }

    /** The transient attribute of a named index is null in every probe. */
    @Test
    void probesForNullsWithoutTheAttributesOfNamedIndexes() {
        ExampleMatcher nulls = ExampleMatcher.matching()
                .withIncludeNullValues()
                .withIgnorePaths("id", "email", "birthDate", "birthYear", "ssnLast2", "diagnosis");

        assertThat(people.findAll(Example.of(new Person(null, null, null, null, "Enns"), nulls)))
                .extracting(Person::getCity)
                .containsExactly("Enns");
    }

    @Test
    void scrollsByWhatIsNotEncrypted() {
        Sort byCity = Sort.by("city");
        Window<Person> first =
                people.findBy(born(DAY), query -> query.sortBy(byCity).limit(1).scroll(ScrollPosition.keyset()));
        Window<Person> second =
                people.findBy(born(DAY), query -> query.sortBy(byCity).limit(1).scroll(first.positionAt(0)));

        assertThat(first.getContent()).extracting(Person::getCity).containsExactly("Graz");
        assertThat(second.getContent()).extracting(Person::getCity).containsExactly("Linz");
        assertRefused(
                () -> people.findBy(
                        born(DAY),
                        query -> query.sortBy(Sort.by("ssn")).limit(1).scroll(ScrollPosition.keyset())),
                "ssn",
                "order by");
    }

    private static Specification<Person> born(LocalDate day) {
        return (person, query, builder) -> builder.equal(person.get("birthDate"), day);
    }

    @Test
    void findsBySpecification() {
        Specification<Person> ada = (person, query, builder) -> builder.equal(person.get("ssn"), "111");
        Specification<Person> any =
                (person, query, builder) -> person.get("ssn").in("222", "333");
        assertThat(people.findAll(ada)).extracting(Person::getCity).containsExactly("Graz");
        assertThat(people.findAll(ada.or(any))).hasSize(3);
        assertThat(people.count(Specification.not(ada))).isEqualTo(2);
        assertThat(people.findAll(any, PageRequest.of(0, 1)).getTotalElements()).isEqualTo(2);
    }

    @Test
    void refusesSortingThatTheClientChooses() {
        Sort bySsn = Sort.by("ssn");
        assertRefused(() -> people.findAll(bySsn), "ssn", "order by");
        assertRefused(() -> people.findAll(PageRequest.of(0, 10, bySsn)), "ssn", "order by");
        assertRefused(() -> people.findByBirthDate(DAY, bySsn), "ssn", "order by");
        assertRefused(() -> people.findPageByBirthDate(DAY, PageRequest.of(0, 1, bySsn)), "ssn", "order by");
        assertRefused(() -> people.bornOn(DAY, PageRequest.of(0, 1, bySsn)), "ssn", "order by");
        assertRefused(
                () -> people.findByBirthDate(DAY, Sort.by(Sort.Order.by("ssn").ignoreCase())), "ssn", "");
    }

    @Test
    void refusesExamplesAndSpecificationsThatCannotWork() {
        ExampleMatcher part = ExampleMatcher.matching()
                .withIgnorePaths("id", "ssnLast2")
                .withStringMatcher(ExampleMatcher.StringMatcher.CONTAINING);
        assertRefused(() -> people.findAll(Example.of(new Person("11", null, null, null, null), part)), "ssn", "like");
        ExampleMatcher anyCase =
                ExampleMatcher.matching().withIgnorePaths("id", "ssnLast2").withIgnoreCase();
        assertRefused(
                () -> people.findAll(Example.of(new Person("11", null, null, null, null), anyCase)),
                "ssn",
                "lower or upper case");
        assertRefused(
                () -> people.findAll((person, query, builder) -> builder.greaterThan(person.get("ssn"), "1")),
                "ssn",
                "");
    }

    @ParameterizedTest
    @MethodSource
    void refuses(String attribute, Consumer<MisusingPeople> misuse) {
        assertRefused(() -> misuse.accept(misusing), attribute, "");
    }

    static Stream<Arguments> refuses() {
        return Stream.of(
                misuse("ssn", misusing -> misusing.findBySsnContaining("1")),
                misuse("ssn", misusing -> misusing.findBySsnStartingWith("1")),
                misuse("ssn", misusing -> misusing.findBySsnLike("1%")),
                misuse("email", misusing -> misusing.findByEmailContaining("1")),
                misuse("email", misusing -> misusing.findByEmailEndingWith("1")),
                misuse("birthYear", misusing -> misusing.findByCityOrderByBirthYear("Graz")),
                misuse("birthYear", misusing -> misusing.findByBirthYearGreaterThan(1980)),
                misuse("ssn", misusing -> misusing.findBySsnLessThan("2")),
                misuse("birthDate", misusing -> misusing.findByBirthDateBetween(DAY, OTHER_DAY)),
                misuse("birthDate", misusing -> misusing.findByBirthDateAfter(DAY)),
                misuse("ssn", misusing -> misusing.findByCityOrderBySsn("Graz")),
                misuse("ssn", misusing -> misusing.findBySsnIgnoreCase("111")),
                misuse("diagnosis", misusing -> misusing.findByDiagnosis("asthma")),
                misuse("diagnosis", misusing -> misusing.existsByDiagnosis("asthma")),
                misuse("diagnosis", misusing -> misusing.countByDiagnosis("asthma")),
                misuse("diagnosis", misusing -> misusing.deleteByDiagnosis("asthma")),
                misuse("ssn", misusing -> misusing.withPart("1")),
                misuse("ssn", misusing -> misusing.ssnsOf("Graz")));
    }

    private static Arguments misuse(String attribute, Consumer<MisusingPeople> misuse) {
        return Arguments.of(attribute, misuse);
    }

    /** Spring translates nothing of it: applications catch what we throw. */
    private static void assertRefused(ThrowingCallable misuse, String attribute, String named) {
        assertThatExceptionOfType(QueryRefusedException.class)
                .isThrownBy(misuse)
                .withMessageContaining(named)
                .extracting(QueryRefusedException::attribute)
                .isEqualTo(attribute);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = Person.class)
    @EnableJpaRepositories(basePackageClasses = People.class)
    static class Application {}
}
