package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.Storage;
import io.columnseal.reencrypt.ColumnDrift;
import io.columnseal.reencrypt.Migration;
import io.columnseal.reencrypt.MigrationReport;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.junit.jupiter.api.Test;

/** What docs/guides/plaintext-migration.md says to do, done in its order. */
class MigrationGuideTest {

    private static final Path GUIDE = Path.of("../docs/guides/plaintext-migration.md");

    private final Map<String, Object> database = new H2Database().create();
    private String phase;

    @Test
    void theStepsOfTheGuideSealTheColumnAndUnsealItAgain() throws IOException {
        Properties settings = new Properties();
        settings.load(new StringReader(blocks("properties").get(0)));
        phase = settings.getProperty("columnseal.migration.patient.ssn");
        assertThat(settings).hasSize(1);

        try (ColumnSeal seal = TestFactory.seal();
                SessionFactory old = factory(seal, "create", OldPatient.class);
                HikariDataSource dataSource = FactoryDatabase.open(old)) {
            old.inTransaction(session -> session.persist(new OldPatient(1, "123-45-6789")));
            for (String statement : blocks("sql").get(0).split(";")) {
                RawRows.update(old, statement);
            }
            factory(seal, "none", Patient.class).close();

            phase = "backfill";
            try (EntityManagerFactory entityManagerFactory = factory(seal, "none", Patient.class)) {
                Migration migration = SealedColumns.of(entityManagerFactory).migration(dataSource);
                List<ColumnDrift> before = migration.drift();
                MigrationReport report =
                        migration.by("j.doe", "seal the patients' numbers").seal();

                assertThat(before)
                        .singleElement()
                        .satisfies(drift -> assertThat(drift.unsealed()).isEqualTo(1));
                assertThat(report.complete()).isTrue();
            }

            phase = "prepare";
            try (EntityManagerFactory entityManagerFactory = factory(seal, "none", Patient.class)) {
                MigrationReport back = SealedColumns.of(entityManagerFactory)
                        .migration(dataSource)
                        .by("j.doe", "back to the old release")
                        .open();

                assertThat(back.complete()).isTrue();
            }
            OldPatient read = old.fromSession(session -> session.find(OldPatient.class, 1L));
            assertThat(read.ssn).isEqualTo("123-45-6789");
        }
    }

    @Test
    void everyExampleOfTheGuideIsOneThatRunsHere() throws IOException {
        Path tests = Path.of("src/test/java/io/columnseal/hibernate");
        String source = unindented(Files.readString(tests.resolve("MigrationGuideTest.java"))
                + Files.readString(tests.resolve("TenantAssignmentTest.java")));

        assertThat(blocks("java"))
                .hasSize(4)
                .allSatisfy(example -> assertThat(source).contains(unindented(example)));
    }

    private static List<String> blocks(String language) throws IOException {
        Matcher blocks =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(GUIDE));
        return blocks.results().map(block -> block.group(1)).toList();
    }

    /** Line breaks and indentation are the formatter's. */
    private static String unindented(String code) {
        return code.replaceAll("\\s+", "");
    }

    private SessionFactory factory(ColumnSeal seal, String action, Class<?> entity) {
        TestFactory factory =
                TestFactory.of(entity).seal(seal).setting(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, action);
        database.forEach(factory::setting);
        if (entity == Patient.class) {
            factory.setting("columnseal.migration.patient.ssn", phase);
        }
        return factory.build();
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class OldPatient {
        @Id
        long id;

        @Column(length = 20)
        String ssn;

        OldPatient() {}

        OldPatient(long id, String ssn) {
            this.id = id;
            this.ssn = ssn;
        }
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @Encrypted(storage = Storage.TEXT) @BlindIndex
        @Column(length = 20)
        String ssn;
    }
}
