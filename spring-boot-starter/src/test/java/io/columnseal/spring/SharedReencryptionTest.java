package io.columnseal.spring;

import static io.columnseal.test.ColumnSealAssertions.assertThatColumn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.key.KeyInfo;
import io.columnseal.reencrypt.ReencryptionRun.State;
import io.columnseal.reencrypt.RunStore;
import io.columnseal.scheduler.ReencryptionTask;
import io.columnseal.spring.clinic.Patient;
import java.time.Instant;
import java.time.LocalDate;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Runs that the nodes of an application share, by one property. */
class SharedReencryptionTest {

    private final ApplicationContextRunner application = Contexts.withJpa(Contexts.newDatabase())
            .withUserConfiguration(Clinic.class)
            .withPropertyValues("spring.jpa.hibernate.ddl-auto=create", "columnseal.key-store.table-prefix=clinic_");

    @Test
    void areDoneByWhicheverNodeHasTime() {
        application.withPropertyValues("columnseal.reencrypt.shared=true").run(context -> {
            assertThat(context).hasNotFailed();
            context.getBean(SessionFactory.class)
                    .inTransaction(
                            session -> session.persist(new Patient("Ada", "123-45-6789", LocalDate.of(1984, 2, 29))));
            KeyInfo active = context.getBean(ColumnSeal.class).keys().rotate("default", "system", "test");

            context.getBean(EntityReencryption.class).start("quarterly");

            RunStore runs = context.getBean(RunStore.class);
            Instant deadline = Instant.now().plusSeconds(60);
            while (runs.find("quarterly").orElseThrow().state() != State.FINISHED) {
                assertThat(Instant.now()).as("the run goes on").isBefore(deadline);
                Thread.onSpinWait();
            }
            assertThatColumn(context.getBean(DataSource.class), "Patient", "ssn")
                    .isSealedUnder(active.id());
        });
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

    @Configuration(proxyBeanMethods = false)
    @EntityScan(basePackageClasses = Patient.class)
    static class Clinic {}
}
