package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.Startup;
import io.columnseal.spring.clinic.Patient;
import java.time.LocalDate;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A start with the wrong master key, or in the wrong environment, changes nothing in the database. */
class WrongMasterKeyTest {

    private final String database = Contexts.newDatabase();

    @ParameterizedTest
    @EnumSource(Startup.class)
    void stopsBeforeAnythingIsWritten(Startup startup) {
        assertRefusedAndUnchanged(
                "columnseal.kms.local.master-key=" + Contexts.OTHER_MASTER_KEY, "columnseal.startup.kms=" + startup);
    }

    @Test
    void stopsInTheWrongEnvironmentBeforeAnythingIsWritten() {
        assertRefusedAndUnchanged("columnseal.environment=staging");
    }

    @Test
    void stopsWithAGeneratedKeyBeforeAnythingIsWritten() {
        assertRefusedAndUnchanged("columnseal.environment=development", "columnseal.kms.local.master-key=");
    }

    private void assertRefusedAndUnchanged(String... second) {
        application()
                .run(context -> context.getBean(SessionFactory.class)
                        .inTransaction(session ->
                                session.persist(new Patient("Ada", "123-45-6789", LocalDate.of(1984, 2, 29)))));
        String before = content();

        application()
                .withPropertyValues(second)
                .run(context -> assertThat(context).hasFailed());

        assertThat(content()).isEqualTo(before);
    }

    private ApplicationContextRunner application() {
        return Contexts.withJpa(database)
                .withUserConfiguration(Clinic.class)
                .withPropertyValues("spring.jpa.hibernate.ddl-auto=update");
    }

    /** Structure and rows of every table, in a fixed order. */
    private String content() {
        return String.join(
                "\n",
                JdbcClient.create(new DriverManagerDataSource(database, "sa", ""))
                        .sql("script")
                        .query(String.class)
                        .list());
    }

    @Configuration(proxyBeanMethods = false)
    @EntityScan(basePackageClasses = Patient.class)
    static class Clinic {}
}
