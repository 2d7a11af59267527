package io.columnseal.spring;

import static io.columnseal.test.ColumnSealAssertions.assertThatColumn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.columnseal.ColumnSeal;
import io.columnseal.key.KeyInfo;
import io.columnseal.reencrypt.ReencryptionReport;
import io.columnseal.spring.clinic.Patient;
import io.columnseal.spring.clinic.PatientRepository;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A whole application as it goes to production: PostgreSQL, Flyway for all tables, a schema that Hibernate validates. */
@SpringBootTest(
        properties = {
            "columnseal.kms.local.master-key=" + Contexts.MASTER_KEY,
            "spring.flyway.locations=classpath:columnseal/migration/postgresql,classpath:db/postgresql",
            "spring.jpa.hibernate.ddl-auto=validate",
            "spring.liquibase.enabled=false"
        })
@DirtiesContext
class PostgresApplicationTest {

    private static EmbeddedPostgres server;

    @Autowired
    private PatientRepository patients;

    @Autowired
    private DataSource dataSource;

    @Autowired
    private ColumnSeal seal;

    @Autowired
    private EntityReencryption reencryption;

    /** Before the context: its properties come from the server. */
    @BeforeAll
    static void startServer() throws IOException {
        assumeTrue(
                List.of("amd64", "x86_64").contains(System.getProperty("os.arch")),
                "there is no PostgreSQL to start here, only on x86-64");
        server = EmbeddedPostgres.start();
    }

    @DynamicPropertySource
    static void connect(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> server.getJdbcUrl("postgres", "postgres"));
        properties.add("spring.datasource.username", () -> "postgres");
    }

    @AfterAll
    static void stopServer() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void sealsRotatesAndReencrypts() {
        Patient stored = patients.save(new Patient("Ada", "123-45-6789", LocalDate.of(1984, 2, 29)));
        KeyInfo first = seal.keys().history("default").get(0);
        assertThatColumn(dataSource, "patient", "ssn").isSealedUnder(first.id()).containsNoPlaintext("123-45-6789");
        assertThatColumn(dataSource, "patient", "birth_date").isSealedUnder(first.id());

        KeyInfo second = seal.keys().rotate("default", "system", "quarterly rotation");
        ReencryptionReport report = reencryption.prepare("quarterly").run();

        assertThat(report.reencrypted()).isEqualTo(2);
        assertThat(report.complete()).isTrue();
        assertThatColumn(dataSource, "patient", "ssn").isSealedUnder(second.id());
        assertThatColumn(dataSource, "patient", "birth_date").isSealedUnder(second.id());
        assertThat(patients.findById(stored.getId())).hasValueSatisfying(read -> {
            assertThat(read.getSsn()).isEqualTo("123-45-6789");
            assertThat(read.getBirthDate()).isEqualTo(LocalDate.of(1984, 2, 29));
        });
    }

    @Test
    void hasItsTablesFromFlywayAlone() {
        assertThat(JdbcClient.create(dataSource)
                        .sql("select script from flyway_schema_history where success order by installed_rank")
                        .query(String.class)
                        .list())
                .containsExactly("V1__columnseal.sql", "V2__patient.sql");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = Patient.class)
    @EnableJpaRepositories(basePackageClasses = PatientRepository.class)
    static class Application {}
}
