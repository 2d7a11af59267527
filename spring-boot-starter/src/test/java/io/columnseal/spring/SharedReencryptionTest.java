package io.columnseal.spring;

import static io.columnseal.test.ColumnSealAssertions.assertThatColumn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.JdbcDataKeyStore;
import io.columnseal.key.KeyInfo;
import io.columnseal.kms.LocalKms;
import io.columnseal.reencrypt.InMemoryRunStore;
import io.columnseal.reencrypt.ReencryptionRun.State;
import io.columnseal.reencrypt.RunStore;
import io.columnseal.scheduler.ReencryptionTask;
import io.columnseal.spring.clinic.Patient;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs that the nodes of an application share, by one property. */
class SharedReencryptionTest {

    private final ApplicationContextRunner application = Contexts.withJpa(Contexts.newDatabase())
            .withUserConfiguration(Clinic.class)
            .withPropertyValues("spring.jpa.hibernate.ddl-auto=create", "columnseal.key-store.table-prefix=clinic_");

    @Test
    void areDoneByWhicheverNodeHasTime() {
        application.withPropertyValues("columnseal.reencrypt.shared=true").run(this::isMoved);
    }

    /** As Spring's tests do with contexts that they keep for later. */
    @Test
    void areDoneAfterTheContextWasStoppedAndStartedAgain() {
        application.withPropertyValues("columnseal.reencrypt.shared=true").run(context -> {
            ConfigurableApplicationContext lifecycle =
                    (ConfigurableApplicationContext) context.getSourceApplicationContext();
            lifecycle.stop();
            lifecycle.start();
            isMoved(context);
        });
    }

    @Test
    void areDoneWhereConnectionsDoNotCommitByThemselves() {
        application
                .withPropertyValues(
                        "columnseal.reencrypt.shared=true",
                        "spring.datasource.hikari.auto-commit=false",
                        "spring.jpa.properties.hibernate.connection.provider_disables_autocommit=true")
                .run(this::isMoved);
    }

    @Test
    void areDoneWithKeysAndRunsOfTheApplicationsOwn() {
        application
                .withUserConfiguration(OwnStores.class)
                .withPropertyValues("columnseal.reencrypt.shared=true", "columnseal.key-store.table-prefix=")
                .run(this::isMoved);
    }

    @Test
    void areStartedByTheApplicationsOwnMeans() {
        application
                .withBean(RecordingStarter.class)
                .withPropertyValues("columnseal.reencrypt.shared=true")
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean(SharedReencryption.class);
                    context.getBean(EntityReencryption.class).start("quarterly");
                    assertThat(context.getBean(RecordingStarter.class).started).containsExactly("quarterly");
                });
    }

    @Test
    void areNotInTheWayWhereEncryptionIsSwitchedOff() {
        application
                .withPropertyValues(
                        "columnseal.reencrypt.shared=true",
                        "columnseal.enabled=false",
                        "columnseal.environment=test",
                        "columnseal.kms.local.master-key=")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RunStarter.class));
    }

    @Test
    void followTheCompromiseOfAMasterKey() {
        application
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.OTHER_MASTER_KEY)
                .run(context -> context.getBean(ColumnSeal.class).keys().initialize("default", "system"));
        application
                .withBean(RecordingStarter.class)
                .withPropertyValues(
                        "columnseal.rotation.reencrypt=true",
                        "columnseal.reencrypt.shared=true",
                        "columnseal.kms.local.previous-keys=" + Contexts.OTHER_MASTER_KEY)
                .run(context -> {
                    String leaked = LocalKms.fromHex(Contexts.OTHER_MASTER_KEY).kekId();

                    context.getBean(ColumnSeal.class).keks().markCompromised(leaked, "system", "leaked");

                    assertThat(context.getBean(RecordingStarter.class).started.poll(20, TimeUnit.SECONDS))
                            .isEqualTo("kek-compromise");
                });
    }

    private void isMoved(AssertableApplicationContext context) {
        assertThat(context).hasNotFailed();
        persistPatient(context);
        KeyInfo active = context.getBean(ColumnSeal.class).keys().rotate("default", "system", "test");

        context.getBean(EntityReencryption.class).start("quarterly");

        RunStore runs = context.getBean(RunStore.class);
        Instant deadline = Instant.now().plusSeconds(30);
        while (runs.find("quarterly").orElseThrow().state() != State.FINISHED) {
            assertThat(Instant.now()).as("the run goes on").isBefore(deadline);
            Thread.onSpinWait();
        }
        assertThatColumn(context.getBean(DataSource.class), "Patient", "ssn").isSealedUnder(active.id());
    }

    private static void persistPatient(AssertableApplicationContext context) {
        context.getBean(SessionFactory.class)
                .inTransaction(
                        session -> session.persist(new Patient("Ada", "123-45-6789", LocalDate.of(1984, 2, 29))));
    }

    @Test
    void areNotStartedUnlessThePropertyIsSet() {
        application.run(context -> assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> context.getBean(EntityReencryption.class).start("quarterly"))
                .withMessageContaining("columnseal.reencrypt.shared"));
    }

    @Test
    void stopTheStartWithoutTheModuleThatTheyNeed() {
        application
                .withPropertyValues("columnseal.reencrypt.shared=true")
                .withClassLoader(new FilteredClassLoader(ReencryptionTask.class))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("io.columnseal:columnseal-db-scheduler"));
    }

    @Test
    void needNothingOnTheClassPathUnlessThePropertyIsSet() {
        application
                .withClassLoader(new FilteredClassLoader(ReencryptionTask.class, Scheduler.class))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(EntityReencryption.class));
    }

    static final class RecordingStarter implements RunStarter {

        private final BlockingQueue<String> started = new LinkedBlockingQueue<>();

        @Override
        public void start(String runId) {
            started.add(runId);
        }
    }

    /** Keys in memory; the scheduler's table in the application's database. */
    @Configuration(proxyBeanMethods = false)
    static class OwnStores {

        @Bean
        InMemoryDataKeyStore keys(DataSource dataSource) {
            JdbcDataKeyStore.on(dataSource).createSchema();
            return new InMemoryDataKeyStore();
        }

        @Bean
        InMemoryRunStore runs() {
            return new InMemoryRunStore();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EntityScan(basePackageClasses = Patient.class)
    static class Clinic {}
}
