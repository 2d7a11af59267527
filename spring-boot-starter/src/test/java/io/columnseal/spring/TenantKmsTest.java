package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.FieldContext;
import io.columnseal.KmsException;
import io.columnseal.Retryable;
import io.columnseal.kms.KekResolver;
import io.columnseal.kms.Kms;
import io.columnseal.kms.aws.AwsKms;
import io.columnseal.kms.vault.VaultKms;
import io.columnseal.kms.vault.VaultLogin;
import io.columnseal.test.KmsFault;
import io.columnseal.test.TestKms;
import io.columnseal.test.kms.AwsKmsServer;
import io.columnseal.test.kms.VaultServer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One tenant's key lies in a Vault of its own, another one's in AWS, everybody else's under the master key. */
@Timeout(60)
class TenantKmsTest {

    private static VaultServer vault;
    private static AwsKmsServer aws;
    private static String arn;

    @BeforeAll
    static void start() {
        vault = VaultServer.start();
        vault.createDerivedKey("clinic");
        aws = AwsKmsServer.start("eu-central-1");
        arn = aws.createKey();
    }

    @AfterAll
    static void stop() {
        vault.close();
        aws.close();
    }

    @BeforeEach
    void recover() {
        vault.recover();
        aws.recover();
    }

    @Test
    void eachTenantsKeysLieUnderItsOwnKek() {
        contexts().run(context -> {
            ColumnSeal seal = context.getBean(ColumnSeal.class);
            for (String tenant : new String[] {"clinic-vault", "clinic-aws", "clinic-1"}) {
                assertSeals(seal, tenant);
            }

            assertThat(kekOf(seal, "clinic-vault")).isEqualTo("vault:transit/clinic");
            assertThat(kekOf(seal, "clinic-aws")).isEqualTo(arn);
            assertThat(kekOf(seal, "clinic-1")).startsWith("local:");
        });
    }

    @Test
    void aTenantIsMovedFromTheCommonKekToItsOwnAndBack() {
        String url = Contexts.newDatabase();
        Contexts.withDatabase(url)
                .withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY)
                .run(context -> assertSeals(context.getBean(ColumnSeal.class), "clinic-aws"));
        contexts(url).run(context -> {
            ColumnSeal seal = context.getBean(ColumnSeal.class);
            assertThat(seal.keks()
                            .rewrap("clinic-aws", "system", "brings a key")
                            .rewrapped())
                    .isEqualTo(1);
            assertSeals(seal, "clinic-aws");
            assertThat(seal.keks().status().keys()).containsEntry(arn, 1);
        });
        contexts(url)
                .withBean("nobody", KekResolver.class, () -> tenant -> null, definition -> definition.setPrimary(true))
                .run(context -> {
                    ColumnSeal seal = context.getBean(ColumnSeal.class);
                    assertThat(seal.keks()
                                    .rewrap("clinic-aws", "system", "takes it back")
                                    .rewrapped())
                            .isEqualTo(1);
                    assertThat(seal.keks().status().isUnused(arn)).isTrue();
                    aws.meet(KmsFault.DENIED);
                    assertSeals(seal, "clinic-aws");
                });
    }

    @Test
    void aTenantsKmsThatIsDownConcernsNobodyElse() {
        vault.meet(KmsFault.DISCONNECTED);
        contexts().run(context -> {
            assertThat(context).hasNotFailed();
            ColumnSeal seal = context.getBean(ColumnSeal.class);
            assertThatExceptionOfType(KmsException.class)
                    .isThrownBy(() -> assertSeals(seal, "clinic-vault"))
                    .satisfies(error -> assertThat(error).isInstanceOf(Retryable.class));
            assertSeals(seal, "clinic-aws");
            assertSeals(seal, "clinic-1");
        });
    }

    /** Forgotten is {@code defaultCandidate = false}: one tenant would hold the KEK of all. */
    @Test
    void noTenantsKmsTakesThePlaceOfTheConfiguredOne() {
        for (String setting :
                new String[] {"columnseal.kms.local.master-key=" + Contexts.MASTER_KEY, "columnseal.kms.type=aws"}) {
            withoutSettings()
                    .withBean("stMary", Kms.class, TestKms::new)
                    .withPropertyValues(setting)
                    .run(context -> assertThat(context.getStartupFailure())
                            .rootCause()
                            .isInstanceOf(ConfigurationException.class)
                            .hasMessageStartingWith(setting.substring(0, setting.indexOf('=')))
                            .hasMessageContaining("stMary")
                            .hasMessageContaining("defaultCandidate"));
        }
        Contexts.ready()
                .withBean("stMary", Kms.class, TestKms::new)
                .withBean(KekResolver.class, () -> tenant -> null)
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("defaultCandidate"));
    }

    @Test
    void aKmsOfTheApplicationsOwnIsTheCommonOneWhereNoSettingsNameAnother() {
        withoutSettings()
                .withBean("house", Kms.class, TestKms::new)
                .withPropertyValues("columnseal.kms.type=", "columnseal.environment=test")
                .run(context -> {
                    ColumnSeal seal = context.getBean(ColumnSeal.class);
                    assertSeals(seal, "clinic-1");
                    assertSeals(seal, "clinic-aws");
                    assertThat(kekOf(seal, "clinic-1"))
                            .isEqualTo(context.getBean("house", Kms.class).kekId());
                    assertThat(kekOf(seal, "clinic-aws")).isEqualTo(arn);
                });
    }

    @Test
    void theHealthEndpointShowsEachKek() {
        aws.meet(KmsFault.DISABLED);
        contexts().run(context -> {
            assertSeals(context.getBean(ColumnSeal.class), "clinic-vault");
            Health health = context.getBean("columnSealHealthIndicator", HealthIndicator.class)
                    .health();

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(String.valueOf(health.getDetails().get("keks")))
                    .contains("status=ENABLED, keys=1}")
                    .contains("id=" + arn + ", status=DISABLED, kms=awsOfATenant")
                    .contains("id=vault:transit/clinic, status=ENABLED, kms=vaultOfATenant");
            assertThat(String.valueOf(health.getDetails().get("findings"))).contains("UNUSABLE_MASTER_KEY");
        });
    }

    private static void assertSeals(ColumnSeal seal, String tenant) {
        FieldContext field = FieldContext.of(tenant, "patient.ssn");
        byte[] value = "123-45-6789".getBytes(StandardCharsets.UTF_8);
        assertThat(seal.fields().decrypt(field, seal.fields().encrypt(field, value)))
                .isEqualTo(value);
    }

    private static String kekOf(ColumnSeal seal, String tenant) {
        return seal.keys().history(tenant).get(0).kekId();
    }

    private static ApplicationContextRunner contexts() {
        return contexts(Contexts.newDatabase());
    }

    private static ApplicationContextRunner contexts(String url) {
        return withoutSettings(url).withPropertyValues("columnseal.kms.local.master-key=" + Contexts.MASTER_KEY);
    }

    private static ApplicationContextRunner withoutSettings() {
        return withoutSettings(Contexts.newDatabase());
    }

    private static ApplicationContextRunner withoutSettings(String url) {
        return Contexts.withDatabase(url)
                .withSystemProperties(
                        "aws.accessKeyId=" + aws.accessKeyId(), "aws.secretAccessKey=" + aws.secretAccessKey())
                .withUserConfiguration(Tenants.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class Tenants {

        @Bean(defaultCandidate = false)
        Kms vaultOfATenant() {
            return VaultKms.builder(vault.endpoint(), "clinic")
                    .login(VaultLogin.appRole("approle", vault.roleId(), vault.secretId()))
                    .build();
        }

        @Bean(defaultCandidate = false)
        Kms awsOfATenant() {
            return AwsKms.builder(arn).endpoint(aws.endpoint()).build();
        }

        @Bean
        KekResolver kekResolver() {
            return Map.of("clinic-vault", "vaultOfATenant", "clinic-aws", "awsOfATenant")::get;
        }
    }
}
