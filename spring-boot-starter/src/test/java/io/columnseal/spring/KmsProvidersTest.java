package io.columnseal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.FieldContext;
import io.columnseal.kms.Kms;
import io.columnseal.kms.aws.AwsKms;
import io.columnseal.kms.azure.AzureKms;
import io.columnseal.kms.gcp.GcpKms;
import io.columnseal.kms.pkcs11.Pkcs11Kms;
import io.columnseal.kms.vault.VaultKms;
import io.columnseal.test.TestKms;
import io.columnseal.test.kms.AwsKmsServer;
import io.columnseal.test.kms.AzureKeyVaultServer;
import io.columnseal.test.kms.GcpKmsServer;
import io.columnseal.test.kms.VaultServer;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import reactor.core.publisher.Mono;

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

    @Test
    void sealsUnderAKeyOfAzure() {
        try (AzureKeyVaultServer server = AzureKeyVaultServer.start()) {
            String key = server.createOctKey("clinic");
            Contexts.withDatabase()
                    .withBean(TokenCredential.class, () -> request -> Mono.just(token(server)))
                    .withBean(SslBundles.class, () -> trusting(server))
                    .withPropertyValues(
                            "columnseal.kms.type=azure",
                            "columnseal.kms.azure.key-id=" + key,
                            "columnseal.kms.azure.wrapping=a256kw",
                            "columnseal.kms.azure.ssl-bundle=vault",
                            "columnseal.kms.azure.verify-challenge=false")
                    .run(context -> assertSeals(context, AzureKms.class));
        }
    }

    @Test
    void askForAPinWithAnRsaKeyOfAzure() {
        try (AzureKeyVaultServer server = AzureKeyVaultServer.start()) {
            Contexts.withDatabase()
                    .withBean(TokenCredential.class, () -> request -> Mono.just(token(server)))
                    .withBean(SslBundles.class, () -> trusting(server))
                    .withPropertyValues(
                            "columnseal.kms.type=azure",
                            "columnseal.kms.azure.key-id=" + server.createRsaKey("clinic"),
                            "columnseal.kms.azure.ssl-bundle=vault",
                            "columnseal.kms.azure.verify-challenge=false")
                    .run(context -> assertThat(failure(context)).startsWith("columnseal.system-key-pin: is required"));
        }
    }

    @Test
    void sealsUnderAKeyOfGoogle() {
        try (GcpKmsServer server = GcpKmsServer.start()) {
            Contexts.withDatabase()
                    .withPropertyValues(
                            "columnseal.kms.type=gcp",
                            "columnseal.kms.gcp.key-name=" + server.createKey("clinic"),
                            "columnseal.kms.gcp.endpoint=" + server.endpoint())
                    .run(context -> assertSeals(context, GcpKms.class));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "aws, columnseal.kms.aws.key-id",
        "azure, columnseal.kms.azure.key-id",
        "gcp, columnseal.kms.gcp.key-name",
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

    /** The one that is left over may have the wrong rights. */
    @Test
    void refusesTwoLoginsOfVault() {
        Contexts.withDatabase()
                .withPropertyValues(
                        "columnseal.kms.type=vault",
                        "columnseal.kms.vault.address=https://vault.example:8200",
                        "columnseal.kms.vault.key=clinic",
                        "columnseal.kms.vault.token= ",
                        "columnseal.kms.vault.app-role.role-id=clinic",
                        "columnseal.kms.vault.kubernetes.role=clinic")
                .run(context -> assertThat(failure(context))
                        .startsWith("columnseal.kms.vault.app-role.role-id: is set beside"
                                + " columnseal.kms.vault.kubernetes.role"));
    }

    @ParameterizedTest
    @CsvSource({
        "aws, columnseal-kms-aws",
        "azure, columnseal-kms-azure",
        "gcp, columnseal-kms-gcp",
        "Vault, columnseal-kms-vault",
        "pkcs11, columnseal-kms-pkcs11"
    })
    void nameTheDependencyThatIsMissing(String type, String module) {
        Contexts.withDatabase()
                .withClassLoader(new FilteredClassLoader(
                        AwsKms.class, AzureKms.class, GcpKms.class, VaultKms.class, Pkcs11Kms.class))
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

    private static AccessToken token(AzureKeyVaultServer server) {
        return new AccessToken(
                server.token(), OffsetDateTime.now(ZoneOffset.UTC).plusHours(1));
    }

    private static SslBundles trusting(AzureKeyVaultServer server) {
        DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();
        bundles.registerBundle("vault", SslBundle.of(SslStoreBundle.of(null, null, server.trustStore())));
        return bundles;
    }

    private static String failure(AssertableApplicationContext context) {
        assertThat(context).hasFailed();
        assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(ConfigurationException.class);
        return NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure())
                .getMessage();
    }
}
