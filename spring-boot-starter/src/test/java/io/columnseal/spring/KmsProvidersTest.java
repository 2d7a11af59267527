package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.FieldContext;
import io.columnseal.kms.Kms;
import io.columnseal.kms.aws.AwsKms;
import io.columnseal.kms.pkcs11.Pkcs11Kms;
import io.columnseal.kms.vault.VaultKms;
import io.columnseal.test.TestKms;
import io.columnseal.test.kms.AwsKmsServer;
import io.columnseal.test.kms.VaultServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.core.NestedExceptionUtils;

class KmsProvidersTest {

    @Test
    void sealsUnderAKeyOfAws() {
        try (AwsKmsServer server = AwsKmsServer.start("eu-central-1")) {
            String arn = server.createKey();
            Contexts.withDatabase()
                    .withSystemProperties(
                            "aws.accessKeyId=" + server.accessKeyId(),
                            "aws.secretAccessKey=" + server.secretAccessKey())
                    .withPropertyValues(
                            "columnseal.kms.type=aws",
                            "columnseal.kms.aws.key-id=" + arn,
                            "columnseal.kms.aws.endpoint=" + server.endpoint(),
                            "columnseal.kms.aws.hash-tenants=true")
                    .run(context -> {
                        assertSeals(context, AwsKms.class);
                        assertThat(context.getBean(Kms.class).kekId()).isEqualTo(arn);
                        assertThat(server.trail())
                                .allSatisfy(entry -> assertThat(entry.context().get("tenant"))
                                        .startsWith("sha256:"));
                    });
        }
    }

    @Test
    void sealsUnderAKeyOfVault() {
        try (VaultServer server = VaultServer.start()) {
            server.createDerivedKey("clinic");
            Contexts.withDatabase()
                    .withPropertyValues(
                            "columnseal.kms.type=vault",
                            "columnseal.kms.vault.address=" + server.endpoint(),
                            "columnseal.kms.vault.key=clinic",
                            "columnseal.kms.vault.app-role.role-id=" + server.roleId(),
                            "columnseal.kms.vault.app-role.secret-id=" + server.secretId())
                    .run(context -> assertSeals(context, VaultKms.class));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "aws, columnseal.kms.aws.key-id",
        "vault, columnseal.kms.vault.address",
        "pkcs11, columnseal.kms.pkcs11.library"
    })
    void nameTheSettingThatIsMissing(String type, String setting) {
        Contexts.withDatabase()
                .withPropertyValues("columnseal.kms.type=" + type)
                .run(context -> assertThat(failure(context)).startsWith(setting + ": is required"));
    }

    @Test
    void nameTheLoginThatIsMissing() {
        Contexts.withDatabase()
                .withPropertyValues(
                        "columnseal.kms.type=vault",
                        "columnseal.kms.vault.address=https://vault.example:8200",
                        "columnseal.kms.vault.key=clinic")
                .run(context -> assertThat(failure(context)).startsWith("columnseal.kms.vault.token: is required"));
    }

    @ParameterizedTest
    @CsvSource({"aws, columnseal-kms-aws", "Vault, columnseal-kms-vault", "pkcs11, columnseal-kms-pkcs11"})
    void nameTheDependencyThatIsMissing(String type, String module) {
        Contexts.withDatabase()
                .withClassLoader(new FilteredClassLoader(AwsKms.class, VaultKms.class, Pkcs11Kms.class))
                .withPropertyValues("columnseal.kms.type=" + type)
                .run(context -> assertThat(failure(context))
                        .startsWith("columnseal.kms.type: ")
                        .endsWith("Add the dependency io.columnseal:" + module));
    }

    @Test
    void giveWayToABeanOfTheApplication() {
        Contexts.ready()
                .withBean("ownKms", Kms.class, TestKms::new)
                .withPropertyValues("columnseal.kms.type=aws")
                .run(context -> assertThat(context).hasNotFailed().hasBean("ownKms"));
    }

    private static void assertSeals(AssertableApplicationContext context, Class<? extends Kms> type) {
        assertThat(context).hasNotFailed().hasSingleBean(type);
        ColumnSeal seal = context.getBean(ColumnSeal.class);
        FieldContext field = FieldContext.of("clinic-1", "patient.ssn");
        byte[] value = "123-45-6789".getBytes(StandardCharsets.UTF_8);
        assertThat(seal.fields().decrypt(field, seal.fields().encrypt(field, value)))
                .isEqualTo(value);
    }

    private static String failure(AssertableApplicationContext context) {
        assertThat(context).hasFailed();
        assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(ConfigurationException.class);
        return NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure())
                .getMessage();
    }
}
