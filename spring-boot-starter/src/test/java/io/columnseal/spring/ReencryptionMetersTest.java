package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.spring.clinic.Patient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** What Micrometer learns of a run. */
class ReencryptionMetersTest {

    private final ApplicationContextRunner application = Contexts.withJpa(Contexts.newDatabase())
            .withUserConfiguration(Clinic.class)
            .withPropertyValues("spring.jpa.hibernate.ddl-auto=create");

    @Test
    void tellHowFarARunIs() {
        application.run(context -> {
            MeterRegistry registry = new SimpleMeterRegistry();
            context.getBean(MeterBinder.class).bindTo(registry);
            assertThat(gauge(registry, "values.total")).as("before any run").isNaN();
            context.getBean(SessionFactory.class).inTransaction(session -> {
                for (int i = 0; i < 3; i++) {
                    session.persist(new Patient("Ada", "123-45-678" + i, LocalDate.of(1984, 2, 29)));
                }
            });
            context.getBean(ColumnSeal.class).keys().rotate("default", "system", "test");

            context.getBean(EntityReencryption.class).prepare().pageSize(2).run();

            assertThat(gauge(registry, "values.total")).isEqualTo(6);
            assertThat(gauge(registry, "values.done")).isEqualTo(6);
            assertThat(gauge(registry, "values.remaining")).isZero();
            assertThat(outcome(registry, "read")).isEqualTo(6);
            assertThat(outcome(registry, "reencrypted")).isEqualTo(6);
            assertThat(outcome(registry, "conflict")).isZero();
            assertThat(outcome(registry, "undecryptable")).isZero();
            assertThat(outcome(registry, "quarantined")).isZero();
            assertThat(gauge(registry, "retries")).isZero();
            assertThat(registry.get("columnseal.reencryption.time.left")
                            .timeGauge()
                            .value(TimeUnit.SECONDS))
                    .isZero();
        });
    }

    @Test
    void areNoneWhereMicrometerIsNot() {
        application
                .withClassLoader(new FilteredClassLoader(MeterBinder.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(EntityReencryption.class)
                        .doesNotHaveBean("columnSealReencryptionMeters"));
    }

    private static double gauge(MeterRegistry registry, String name) {
        return registry.get("columnseal.reencryption." + name).gauge().value();
    }

    private static double outcome(MeterRegistry registry, String outcome) {
        return registry.get("columnseal.reencryption.values")
                .tag("outcome", outcome)
                .gauge()
                .value();
    }

    @Configuration(proxyBeanMethods = false)
    @EntityScan(basePackageClasses = Patient.class)
    static class Clinic {}
}
