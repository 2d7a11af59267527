package io.columnseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.FieldContext;
import io.columnseal.key.FileDataKeyStore;
import io.columnseal.kms.Kms;
import io.columnseal.kms.aws.AwsKms;
import io.columnseal.kms.vault.VaultKms;
import io.columnseal.kms.vault.VaultLogin;
import io.columnseal.test.KmsFault;
import io.columnseal.test.kms.AwsKmsServer;
import io.columnseal.test.kms.VaultServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands where the master key lies in a service, whose module is on the class path. */
class KmsCommandTest {

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path folder;

    @BeforeEach
    void deploy() {
        environment.put(
                "COLUMNSEAL_KEY_STORE_FILE", folder.resolve("clinic.db.key").toString());
    }

    @AfterEach
    void leaveNoCredentials() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void worksUnderAKeyOfAws() {
        try (AwsKmsServer server = AwsKmsServer.start("eu-central-1")) {
            System.setProperty("aws.accessKeyId", server.accessKeyId());
            System.setProperty("aws.secretAccessKey", server.secretAccessKey());
            String arn = server.createKey();
            seal(AwsKms.builder(arn).endpoint(server.endpoint()).build());
            environment.put("COLUMNSEAL_KMS_TYPE", "aws");
            environment.put("COLUMNSEAL_KMS_AWS_KEY_ID", arn);
            environment.put("COLUMNSEAL_KMS_AWS_ENDPOINT", server.endpoint().toString());

            assertThatItWorks();
            assertThat(server.trail())
                    .anySatisfy(entry -> assertThat(entry.context()).containsEntry("tenant", "clinic-1"));
            server.meet(KmsFault.DENIED);
            assertThat(Run.of(environment, "doctor").out())
                    .contains("master key", "FAILED", "columnseal.kms.aws.key-id");
        }
    }

    @Test
    void worksUnderAKeyOfVault() throws Exception {
        try (VaultServer server = VaultServer.start()) {
            server.createDerivedKey("clinic");
            seal(VaultKms.builder(server.endpoint(), "clinic")
                    .login(VaultLogin.appRole(server.roleId(), server.secretId()))
                    .build());
            Path config = Files.writeString(
                    folder.resolve("columnseal.properties"),
                    "columnseal.kms.type=vault\ncolumnseal.kms.vault.address=" + server.endpoint()
                            + "\ncolumnseal.kms.vault.key=clinic\n");
            environment.put("COLUMNSEAL_KMS_VAULT_APP_ROLE_ROLE_ID", server.roleId());
            environment.put("COLUMNSEAL_KMS_VAULT_APP_ROLE_SECRET_ID", server.secretId());

            assertThatItWorks("--config", config.toString());
            assertThat(server.logins()).isGreaterThan(1);
            server.meet(KmsFault.FAILING);
            Run failed = Run.of(
                    environment, "keys", "rotate", "--tenant", "clinic-1", "--reason", "x", "--config", "" + config);
            assertThat(failed.code()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(failed.err()).contains("columnseal.kms.vault.address").doesNotContain(server.secretId());
        }
    }

    @Test
    void namesTheDependencyOfAKmsThatIsNotThere() {
        environment.put("COLUMNSEAL_KMS_TYPE", "gcp");
        environment.put("COLUMNSEAL_KMS_GCP_KEY_NAME", "projects/p/locations/l/keyRings/r/cryptoKeys/k");

        Run refused = Run.of(environment, "keys", "verify-master-key");

        assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).endsWith("Add the dependency io.columnseal:columnseal-kms-gcp\n");
    }

    @Test
    void asksForWhatOpensTheKms() {
        assertThat(asked(Map.of())).contains("Master key");
        assertThat(asked(Map.of("COLUMNSEAL_KMS_TYPE", "aws"))).isEmpty();
        assertThat(asked(Map.of("COLUMNSEAL_KMS_TYPE", "pkcs11")))
                .contains("PIN")
                .doesNotContain("Master");
        assertThat(asked(Map.of("COLUMNSEAL_KMS_TYPE", "Vault"))).contains("Token");
        assertThat(asked(Map.of("COLUMNSEAL_KMS_TYPE", "vault", "COLUMNSEAL_KMS_VAULT_APP_ROLE_ROLE_ID", "r")))
                .contains("Secret id")
                .doesNotContain("Token");
        assertThat(asked(Map.of("COLUMNSEAL_KMS_TYPE", "vault", "COLUMNSEAL_KMS_VAULT_KUBERNETES_ROLE", "r")))
                .isEmpty();
    }

    private static String asked(Map<String, String> environment) {
        StringBuilder questions = new StringBuilder();
        new SecretPrompt(question -> {
                    questions.append(question);
                    return null;
                })
                .complete(CommandSettings.of(null, environment));
        return questions.toString();
    }

    private void assertThatItWorks(String... options) {
        Run doctor = run(options, "doctor");
        assertThat(doctor.code()).as(doctor.out() + doctor.err()).isZero();
        Run rotated = run(options, "keys", "rotate", "--tenant", "clinic-1", "--reason", "quarterly", "--json");
        assertThat(rotated.code()).as(rotated.err()).isZero();
        assertThat(rotated.only("version")).isEqualTo("2");
    }

    private Run run(String[] options, String... command) {
        return Run.of(
                environment, Stream.of(command, options).flatMap(Arrays::stream).toArray(String[]::new));
    }

    /** As the application does. */
    private void seal(Kms kms) {
        try (ColumnSeal seal = ColumnSeal.builder()
                .kms(kms)
                .keyStore(FileDataKeyStore.at(Path.of(environment.get("COLUMNSEAL_KEY_STORE_FILE")))
                        .createIfMissing())
                .build()) {
            seal.fields()
                    .encrypt(
                            FieldContext.of("clinic-1", "patient.ssn"), "123-45-6789".getBytes(StandardCharsets.UTF_8));
        }
    }
}
