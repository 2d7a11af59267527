package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KmsUnavailableException;
import io.columnseal.key.OutageSettings;
import io.columnseal.kms.Kms;
import io.columnseal.test.TestKms;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The properties that other tests do not already need: each changes what is built. */
class PropertiesTest {

    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");

    private final TestKms kms = new TestKms();

    @Test
    void nameTheEnvironmentInAnyCase() {
        Contexts.ready()
                .withPropertyValues("columnseal.environment=Staging")
                .run(context -> assertThat(context.getBean(ColumnSeal.class).environment())
                        .isEqualTo(Environment.of("staging")));
    }

    @Test
    void nameTheDefaultTenant() {
        Contexts.ready()
                .withPropertyValues("columnseal.default-tenant=clinic")
                .run(context -> assertThat(context.getBean(ColumnSeal.class).defaultTenant())
                        .isEqualTo("clinic"));
    }

    @ParameterizedTest
    @CsvSource({
        "columnseal.environment=pro duction, columnseal.environment",
        "columnseal.default-tenant=, columnseal.default-tenant",
        "columnseal.suite=aes-256-gcm-siv, bouncycastle",
        "columnseal.key-store.schema=a;b, columnseal.key-store.schema",
        "columnseal.key-store.table-prefix=a-b, columnseal.key-store.table-prefix",
        "columnseal.cache.ttl=0s, columnseal.cache.ttl",
        "columnseal.cache.hard-limit=1m, columnseal.cache.hard-limit",
        "columnseal.cache.poll-interval=0s, columnseal.cache.poll-interval",
        "columnseal.cache.maximum-size=0, columnseal.cache.maximum-size",
        "columnseal.outage.patience=0s, columnseal.outage.patience",
        "columnseal.outage.attempts=0, columnseal.outage.attempts",
        "columnseal.outage.parallel-calls=0, columnseal.outage.parallel-calls",
        "columnseal.outage.failures=0, columnseal.outage.failures",
        "columnseal.outage.longest-pause=2h, columnseal.outage.longest-pause",
        "columnseal.rotation.max-age=1m, columnseal.rotation.max-age",
        "columnseal.rotation.cron=daily, columnseal.rotation.cron",
        "columnseal.kms.local.previous-keys=xyz, columnseal.kms.local.previous-keys"
    })
    void areRefusedByTheirNamesWhenTheyMakeNoSense(String property, String named) {
        Contexts.ready()
                .withPropertyValues(property, "columnseal.rotation.enabled=true")
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(context.getStartupFailure())
                            .hasStackTraceContaining(ConfigurationException.class.getName() + ": ")
                            .hasStackTraceContaining(named);
                });
    }

    @Test
    void letTheApplicationStartWithoutTheKms() {
        kms.becomeUnavailable();
        Contexts.withDatabase()
                .withBean(Kms.class, () -> kms)
                .withPropertyValues("columnseal.startup.kms=lazy")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    kms.recover();
                    byte[] sealed = context.getBean(ColumnSeal.class).fields().encrypt(SSN, new byte[] {1});
                    assertThat(sealed).isNotEmpty();
                });
    }

    @Test
    void letTheStartWaitForTheKms() {
        AtomicInteger calls = new AtomicInteger();
        kms.beforeEach(call -> {
            if (calls.incrementAndGet() < 3) {
                throw new KmsUnavailableException(kms.kekId(), "told to be late", null);
            }
        });
        Contexts.withDatabase()
                .withBean(Kms.class, () -> kms)
                .withPropertyValues("columnseal.startup.kms=wait")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(calls).hasValueGreaterThanOrEqualTo(3);
    }

    @Test
    void limitHowLongTheStartWaits() {
        kms.becomeUnavailable();
        Contexts.withDatabase()
                .withBean(Kms.class, () -> kms)
                .withPropertyValues("columnseal.startup.kms=wait", "columnseal.startup.timeout=200ms")
                .run(context -> assertThat(context).hasFailed());
        assertThat(kms.calls()).isGreaterThan(1);
    }

    @Test
    void letTheStartFailWithoutTheKms() {
        kms.becomeUnavailable();
        Contexts.withDatabase()
                .withBean(Kms.class, () -> kms)
                .run(context -> assertThat(context).hasFailed());
        assertThat(kms.calls()).isEqualTo(OutageSettings.DEFAULT.attempts());
    }
}
