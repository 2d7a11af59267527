package io.columnseal.spring;

import static io.columnseal.test.ColumnSealAssertions.assertThatColumn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.spring.clinic.Patient;
import io.columnseal.spring.clinic.PatientRepository;
import java.time.LocalDate;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jpa.test.autoconfigure.TestEntityManager;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.test.context.TestPropertySource;

/** A slice of an application: Spring replaces its DataSource, and the keys go where the entities go. */
@DataJpaTest
@TestPropertySource(
        properties = {
            "columnseal.environment=development",
            "spring.datasource.url=jdbc:postgresql://production.example/clinic",
            "spring.flyway.enabled=false",
            "spring.liquibase.enabled=false"
        })
class DataJpaSliceTest {

    @Autowired
    private PatientRepository patients;

    @Autowired
    private TestEntityManager entities;

    @Autowired
    private DataSource dataSource;

    @Autowired
    private KeyDatabase keys;

    @Test
    void sealsInTheDatabaseOfTheTest() {
        Patient stored = patients.saveAndFlush(new Patient("Ada", "123-45-6789", LocalDate.of(1984, 2, 29)));
        entities.clear();

        assertThat(patients.findById(stored.getId()))
                .get()
                .extracting(Patient::getSsn)
                .isEqualTo("123-45-6789");
        assertThat(entities.getEntityManager()
                        .createNativeQuery("select ssn from patient", byte[].class)
                        .getSingleResult())
                .isNotEqualTo("123-45-6789".getBytes(UTF_8));
        assertThat(keys.isInMemory()).isTrue();
        assertThatColumn(dataSource, "data_encryption_keys", "wrapped_key").hasValues(2);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = Patient.class)
    @EnableJpaRepositories(basePackageClasses = PatientRepository.class)
    static class Application {}
}
