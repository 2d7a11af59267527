package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.FieldContext;
import io.columnseal.health.HealthFinding;
import io.columnseal.health.HealthFinding.Kind;
import io.columnseal.health.HealthFinding.Severity;
import io.columnseal.health.KeyHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;

class KeyHealthIndicatorTest {

    @Test
    void isThereWithActuatorAndShowsThatAllIsWell() {
        Contexts.ready().run(context -> {
            Health health = context.getBean("columnSealHealthIndicator", HealthIndicator.class)
                    .health();

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("findings", List.of());
        });
    }

    @Test
    void isNotThereWithoutIt() {
        Contexts.ready()
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("columnSealHealthIndicator"));
    }

    @Test
    void isSwitchedOffLikeAnyOther() {
        Contexts.ready()
                .withPropertyValues("management.health.columnseal.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("columnSealHealthIndicator"));
    }

    @Test
    void hasThresholdsAsProperties() {
        Contexts.ready()
                .withPropertyValues(
                        "columnseal.health.failed-decryptions=1",
                        "columnseal.health.expected-origins=web-*",
                        "columnseal.audit.origin=laptop",
                        "columnseal.health.interval=1ns")
                .run(context -> {
                    ColumnSeal seal = context.getBean(ColumnSeal.class);
                    FieldContext ssn = FieldContext.of("clinic-1", "patient.ssn");
                    byte[] sealed = seal.fields().encrypt(ssn, new byte[4]);
                    sealed[sealed.length - 1] ^= 1;
                    assertThat(org.assertj.core.api.Assertions.catchThrowable(
                                    () -> seal.fields().decrypt(ssn, sealed)))
                            .isNotNull();

                    Health health = context.getBean("columnSealHealthIndicator", HealthIndicator.class)
                            .health();

                    assertThat(health.getStatus()).isEqualTo(KeyHealthIndicator.CRITICAL);
                    assertThat(String.valueOf(health.getDetails().get("findings")))
                            .contains("FAILED_DECRYPTIONS", "UNUSUAL_ORIGIN", "laptop", "action")
                            .doesNotContain("clinic-1");
                });
    }

    @Test
    void refusesThresholdsThatMakeNoSense() {
        Contexts.ready()
                .withPropertyValues("columnseal.health.failed-decryptions=0")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("columnseal.health.failed-decryptions"));
    }

    @Test
    void checksOnceInAWhileHoweverOftenItIsAsked() {
        AtomicInteger checks = new AtomicInteger();
        KeyHealthIndicator indicator = new KeyHealthIndicator(
                () -> {
                    checks.incrementAndGet();
                    return new KeyHealth(
                            Instant.EPOCH,
                            List.of(new HealthFinding(Kind.OLD_DATA_KEY, Severity.WARNING, "old", "rotate")),
                            List.of());
                },
                Duration.ofHours(1));

        assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
        assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
        assertThat(checks).hasValue(1);
    }
}
