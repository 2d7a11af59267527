package io.columnseal.spring.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.hibernate.BlindIndex;
import io.columnseal.hibernate.Encrypted;
import io.columnseal.hibernate.SealedColumnAccess;
import io.columnseal.hibernate.SealedColumns;
import io.columnseal.hibernate.SealedSchema;
import io.columnseal.index.DigitsOnly;
import io.columnseal.index.FoldCase;
import io.columnseal.index.LastCharacters;
import io.columnseal.index.Trim;
import io.columnseal.leakage.LeakageReport;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.Query;
import jakarta.persistence.Transient;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.hibernate.annotations.TenantId;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Runs the code of docs/search.md. */
@DataJpaTest
@Transactional(propagation = Propagation.NOT_SUPPORTED)
@TestPropertySource(
        properties = {
            "columnseal.environment=development",
            "spring.flyway.enabled=false",
            "spring.liquibase.enabled=false"
        })
class SearchGuideTest {

    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Autowired
    private Patients patients;

    @Autowired
    private EntityManager em;

    @Autowired
    private EntityManagerFactory entityManagerFactory;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private DataSource dataSource;

    private final List<Object> used = new ArrayList<>();

    @BeforeEach
    void store() {
        patients.deleteAll();
        Patient patient = new Patient();
        patient.id = 1;
        patient.ssn = "123-45-6789";
        patient.lastName = "Meier";
        patients.save(patient);
    }

    @Test
    void queriesFindWhatTheGuideSays() {
        List<String> list = List.of("987-65-4321", "123456789");

        List<Patient> bySsn = patients.findBySsn("123-45-6789");
        Query byList = em.createQuery("from Patient p where p.ssn in :ssns").setParameter("ssns", list);
        List<Patient> byEnd = patients.findBySsnLast4("6789");
        Query byEnds = em.createQuery("from Patient p where p.ssnLast4 in :ends");
        List<Patient> byStart = patients.findByLastNameStartingWith("mei");
        Query byPrefix = em.createQuery("from Patient p where p.lastName like concat(:start, '%')");

        assertThat(List.of(bySsn, byEnd, byStart))
                .allSatisfy(found -> assertThat(found).hasSize(1));
        assertThat(byList.getResultList()).hasSize(1);
        assertThat(byEnds.setParameter("ends", List.of("6789")).getResultList()).hasSize(1);
        assertThat(byPrefix.setParameter("start", "MEI").getResultList()).hasSize(1);
    }

    @Test
    void criteriaFindWhatTheGuideSays() {
        CriteriaBuilder builder = em.getCriteriaBuilder();
        CriteriaQuery<Patient> query = builder.createQuery(Patient.class);
        Root<Patient> root = query.from(Patient.class);
        Predicate byEnd = builder.equal(root.get("ssnLast4"), "6789");
        Predicate byStart = builder.like(root.get("lastName"), "mei%");

        assertThat(em.createQuery(query.where(byEnd, byStart)).getResultList()).hasSize(1);
    }

    @Test
    void nativeSqlReadsAndWritesWhatEntitiesDo() {
        String tenant = "clinic-1";
        String value = "078-05-1120";

        SealedColumnAccess ssn = SealedColumns.of(entityManagerFactory).column(Patient.class, "ssn");

        jdbc.update(
                "insert into patient (id, tenant, ssn, ssn_bidx) values (?, ?, ?, ?)",
                7,
                tenant,
                ssn.seal(value),
                ssn.indexValue(value));
        List<byte[]> bidx = ssn.lookupValues(value);
        jdbc.query(
                "select ssn from patient where tenant = ? and ssn_bidx in (?, ?)",
                row -> {
                    use(ssn.open(row.getBytes("ssn")));
                },
                tenant,
                bidx.get(0),
                bidx.get(1));

        assertThat(used).containsExactly(value);
        assertThat(patients.findBySsn(value))
                .singleElement()
                .satisfies(found -> assertThat(found.id).isEqualTo(7));
    }

    private void use(Object value) {
        used.add(value);
    }

    @Test
    void rowsAreIndexedAndWhatTheIndexRevealsIsMeasured() {
        jdbc.update("update patient set ssn_bidx = null");
        assertThat(patients.findBySsn("123-45-6789")).isEmpty();

        SealedSchema.of(entityManagerFactory).ddl().forEach(System.out::println);
        SealedColumns.of(entityManagerFactory)
                .indexRebuild(dataSource)
                .everyValue()
                .run();
        LeakageReport report = SealedColumns.of(entityManagerFactory).leakage();
        System.out.println(report);
        report.warnings().forEach(System.out::println);

        assertThat(patients.findBySsn("123-45-6789")).hasSize(1);
        assertThat(report.toString()).contains("patient.ssn_bidx");
    }

    @Test
    void everyStatementOfTheGuideIsOneThatRunsHere() throws IOException {
        String source = withoutBlanks(Files.readString(
                Path.of("src/test/java", SearchGuideTest.class.getName().replace('.', '/') + ".java")));
        List<String> statements = EXAMPLE.matcher(Files.readString(Path.of("..", "docs", "search.md")))
                .results()
                .flatMap(example ->
                        Arrays.stream(example.group(1).replaceAll("//.*", "").split(";")))
                .map(SearchGuideTest::withoutBlanks)
                .toList();

        assertThat(statements)
                .hasSizeGreaterThan(25)
                .allSatisfy(statement -> assertThat(source).contains(statement));
    }

    private static String withoutBlanks(String code) {
        return code.replaceAll("\\s", "");
    }

    interface Patients extends JpaRepository<Patient, Long> {

        List<Patient> findBySsn(String ssn);

        List<Patient> findBySsnLast4(String digits);

        List<Patient> findByLastNameStartingWith(String start);
    }

    @Entity(name = "Patient")
    static class Patient {
        @Id
        long id;

        @TenantId
        String tenant;

        @Encrypted @BlindIndex(normalizer = DigitsOnly.class)
        @BlindIndex(name = "ssnLast4", extractor = LastCharacters.class, length = 4, normalizer = DigitsOnly.class)
        String ssn;

        @Transient
        String ssnLast4;

        @Encrypted @BlindIndex(normalizer = FoldCase.class)
        @BlindIndex(prefix = 8, normalizer = FoldCase.class)
        String lastName;
    }

    @Entity(name = "Contact")
    static class Contact {
        @Id
        long id;

        @TenantId
        String tenant;

        @Encrypted @BlindIndex
        String ssn;

        @Encrypted @BlindIndex(normalizer = {Trim.class, FoldCase.class})
        String email;
    }

    @Entity(name = "Member")
    static class Member {
        @Id
        long id;

        @TenantId
        String tenant;

        @Encrypted @BlindIndex(normalizer = DigitsOnly.class, unique = true)
        String ssn;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = SearchGuideTest.class)
    @EnableJpaRepositories(basePackageClasses = SearchGuideTest.class, considerNestedRepositories = true)
    static class Application {

        @Bean
        CurrentTenantIdentifierResolver<String> tenant() {
            return new CurrentTenantIdentifierResolver<>() {
                @Override
                public String resolveCurrentTenantIdentifier() {
                    return "clinic-1";
                }

                @Override
                public boolean validateExistingCurrentSessions() {
                    return true;
                }
            };
        }
    }
}
