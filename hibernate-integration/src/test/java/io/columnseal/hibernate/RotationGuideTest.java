package io.columnseal.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.columnseal.ColumnSeal;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KeyInfo;
import io.columnseal.reencrypt.IndexRebuildReport;
import io.columnseal.reencrypt.JdbcRunStore;
import io.columnseal.reencrypt.Reencryption;
import io.columnseal.reencrypt.ReencryptionPlan;
import io.columnseal.reencrypt.ReencryptionReport;
import io.columnseal.reencrypt.RunStore;
import io.columnseal.reencrypt.TenantDatabases;
import io.columnseal.reencrypt.TenantReencryption;
import io.columnseal.reencrypt.TenantReencryptionReport;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the code of docs/guides/rotation.md. */
class RotationGuideTest {

    private static final Logger log = LoggerFactory.getLogger(RotationGuideTest.class);

    private final ColumnSeal seal = TestFactory.seal();
    private final SessionFactory factory =
            TestFactory.of(Patient.class).seal(seal).build();
    private final EntityManagerFactory entityManagerFactory = factory;
    private final HikariDataSource dataSource = FactoryDatabase.open(factory);
    private final DataSource keyDataSource = dataSource;
    private final List<SealedColumn> columns = SealedColumns.of(factory).list();

    @BeforeEach
    void store() {
        dataSource.setMaximumPoolSize(3);
        JdbcDataKeyStore.on(keyDataSource).createSchema();
        factory.inTransaction(session -> {
            Patient patient = new Patient();
            patient.id = 1;
            patient.ssn = "123-45-6789";
            session.persist(patient);
        });
        seal.keys().rotate("default", "j.doe", "quarterly rotation");
    }

    @AfterEach
    void close() {
        dataSource.close();
        factory.close();
        seal.close();
    }

    @Test
    void rotationsDoWhatTheGuideSays() {
        assertThat(rotated().version()).isEqualTo(1);
        assertThat(indexRotated().version()).isEqualTo(2);

        IndexRebuildReport report = SealedColumns.of(entityManagerFactory)
                .indexRebuild(dataSource)
                .finishRotations("j.doe", "yearly rotation")
                .run();

        assertThat(report.rotations()).hasSize(1);
    }

    private KeyInfo rotated() {
        KeyInfo key = seal.keys().rotate("clinic-north", "j.doe", "quarterly rotation");
        return key;
    }

    private KeyInfo indexRotated() {
        KeyInfo before = seal.keys().indexHistory("default").get(0);
        assertThat(before.version()).isEqualTo(1);
        assertThat(seal.keys()
                        .rotateIndex("default", "j.doe", "yearly rotation")
                        .version())
                .isEqualTo(2);
        KeyInfo key = seal.keys().rotateIndex("clinic-north", "j.doe", "yearly rotation");
        assertThat(key.version()).isEqualTo(1);
        return seal.keys().indexHistory("default").get(0);
    }

    @Test
    void aRunDoesWhatTheGuideSays() {
        ReencryptionReport report = seal.reencryption(
                        dataSource, SealedColumns.of(entityManagerFactory).list())
                .listener(progress -> log.info("{} of {}", progress.rowsDone(), progress.rowsTotal()))
                .run();

        assertThat(report.reencrypted()).isEqualTo(1);
    }

    @Test
    void aRememberedRunDoesWhatTheGuideSays() {
        ReencryptionPlan plan = seal.reencryption(dataSource, columns).plan();
        assertThat(plan.columns()).hasSize(1);

        RunStore runs = JdbcRunStore.on(keyDataSource); // tables beside the key tables
        ReencryptionReport report = seal.reencryption(dataSource, columns)
                .rememberedIn(runs, "rotation-2026-11")
                .by("j.doe", "quarterly rotation")
                .run();
        runs.quarantine("rotation-2026-11", 100).forEach(value -> log.warn("{}", value));

        assertThat(report.reencrypted()).isEqualTo(1);
        assertThat(runs.find("rotation-2026-11")).isPresent();
        assertThat(runs.quarantine("rotation-2026-11", 100)).isEmpty();
    }

    @Test
    void aSharedRunDoesWhatTheGuideSays() {
        RunStore runs = JdbcRunStore.on(keyDataSource);

        Reencryption run = seal.reencryption(dataSource, columns)
                .rememberedIn(runs, "rotation-2026-11")
                .by("j.doe", "quarterly rotation");
        run.begin(); // whoever asks for it; moves nothing
        Optional<ReencryptionReport> share = run.share(); // every node; returns when the run is over

        assertThat(share.orElseThrow().reencrypted()).isEqualTo(1);
    }

    @Test
    void runsOfTenantsDoWhatTheGuideSays() {
        for (String schema : List.of("clinic_north", "clinic_south")) {
            RawRows.update(factory, "create schema \"" + schema + "\"");
            RawRows.update(factory, "create table \"" + schema + "\".patient as select * from patient");
            RawRows.update(factory, "alter table \"" + schema + "\".patient alter column id set not null");
            RawRows.update(factory, "alter table \"" + schema + "\".patient add primary key (id)");
        }
        RunStore runs = JdbcRunStore.on(keyDataSource);

        TenantReencryptionReport report = new TenantReencryption(
                        TenantDatabases.schemas(dataSource, List.of("clinic_north", "clinic_south")),
                        database -> seal.reencryption(database, columns))
                .rememberedIn(runs, "rotation-2026-11")
                .run();

        assertThat(report.complete()).isTrue();
        assertThat(report.reports().values())
                .extracting(ReencryptionReport::reencrypted)
                .containsExactly(1L, 1L);
    }

    @Test
    void everyExampleOfTheGuideIsOneThatRunsHere() throws IOException {
        String source = withoutBlanks(
                Files.readString(Path.of("src/test/java/io/columnseal/hibernate/RotationGuideTest.java")));

        assertThat(Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(Path.of("../docs/guides/rotation.md")))
                        .results()
                        .map(block -> withoutBlanks(block.group(1))))
                .hasSize(9)
                .allSatisfy(example -> assertThat(source).contains(example));
    }

    private static String withoutBlanks(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Entity(name = "Patient")
    @Table(name = "patient")
    static class Patient {
        @Id
        long id;

        @Encrypted @BlindIndex
        String ssn;
    }
}
