package io.columnseal.sample.kms;

import static io.columnseal.test.ColumnSealAssertions.assertThatColumn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import io.columnseal.kms.Kms;
import io.columnseal.test.kms.AzureKeyVaultServer;
import io.columnseal.test.kms.GcpKmsServer;
import io.columnseal.test.kms.SoftHsm;
import io.columnseal.test.kms.VaultServer;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import reactor.core.publisher.Mono;

/** The application as it is, against each service on loopback, or an HSM in software. */
class ClinicTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    @Test
    void sealsUnderAKeyOfVault() {
        try (VaultServer server = VaultServer.start()) {
            server.createDerivedKey("columnseal");
            assertSeals(
                    application(),
                    "vault:transit/columnseal",
                    "vault",
                    folder.resolve("clinic"),
                    "--VAULT_ADDR=" + server.endpoint(),
                    "--VAULT_ROLE_ID=" + server.roleId(),
                    "--VAULT_SECRET_ID=" + server.secretId());
        }
    }

    @Test
    void sealsUnderAKeyOfGoogle() {
        try (GcpKmsServer server = GcpKmsServer.start()) {
            String key = server.createKey("columnseal");
            assertSeals(
                    application(),
                    key,
                    "gcp",
                    folder.resolve("clinic"),
                    "--GCP_KEY_NAME=" + key,
                    "--columnseal.kms.gcp.endpoint=" + server.endpoint());
        }
    }

    @Test
    void sealsUnderAKeyOfAnHsm() {
        SoftHsm.initialize();
        assertSeals(
                application(),
                "pkcs11:object=columnseal-kek",
                "pkcs11",
                folder.resolve("clinic"),
                "--HSM_LIBRARY=" + SoftHsm.library(),
                "--HSM_PIN=" + SoftHsm.PIN);
    }

    /** Anybody can wrap with an RSA key, so the first start only tells which SYSTEM key it made. */
    @Test
    void sealsUnderAnRsaKeyOfAzureOnceTheSystemKeyIsPinned() throws Exception {
        try (AzureKeyVaultServer server = AzureKeyVaultServer.start()) {
            String key = server.createRsaKey("columnseal");
            String[] arguments = {
                "--AZURE_KEY_ID=" + key,
                "--columnseal.kms.azure.ssl-bundle=vault",
                "--columnseal.kms.azure.verify-challenge=false",
                "--spring.ssl.bundle.jks.vault.truststore.type=PKCS12",
                "--spring.ssl.bundle.jks.vault.truststore.password=" + PASSWORD,
                "--spring.ssl.bundle.jks.vault.truststore.location=file:" + trustStore(server)
            };
            Throwable refusal =
                    catchThrowable(() -> start(asking(server), "azure", folder.resolve("clinic"), arguments));
            // The second start has nothing of the first but its file, as in another process
            Files.move(folder.resolve("clinic.mv.db"), folder.resolve("moved.mv.db"));

            assertSeals(
                    asking(server),
                    key,
                    "azure",
                    folder.resolve("moved"),
                    Stream.concat(Stream.of(arguments), Stream.of("--columnseal.system-key-pin=" + pinIn(refusal)))
                            .toArray(String[]::new));
        }
    }

    private static void assertSeals(
            SpringApplication application, String kek, String profile, Path database, String... arguments) {
        try (ConfigurableApplicationContext running = start(application, profile, database, arguments)) {
            PatientRepository patients = running.getBean(PatientRepository.class);
            Long id = patients.save(new Patient("123-45-6789")).getId();

            assertThat(patients.findById(id).orElseThrow().getSsn()).isEqualTo("123-45-6789");
            assertThatColumn(running.getBean(DataSource.class), "patient", "ssn")
                    .isSealed()
                    .containsNoPlaintext("123-45-6789");
            assertThat(running.getBean(Kms.class).kekId()).startsWith(kek);
        }
    }

    private static ConfigurableApplicationContext start(
            SpringApplication application, String profile, Path database, String... arguments) {
        return application.run(Stream.concat(
                        Stream.of("--spring.profiles.active=" + profile, "--CLINIC_DATABASE=" + database),
                        Stream.of(arguments))
                .toArray(String[]::new));
    }

    private static SpringApplication application() {
        return new SpringApplication(ClinicApplication.class);
    }

    private static SpringApplication asking(AzureKeyVaultServer server) {
        SpringApplication application = application();
        application.addInitializers(context -> ((GenericApplicationContext) context)
                .registerBean(
                        TokenCredential.class,
                        () -> request -> Mono.just(new AccessToken(
                                server.token(),
                                OffsetDateTime.now(ZoneOffset.UTC).plusHours(1)))));
        return application;
    }

    private Path trustStore(AzureKeyVaultServer server) throws Exception {
        Path file = folder.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            server.trustStore().store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private static String pinIn(Throwable refusal) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(refusal);
        Matcher pin = Pattern.compile("[0-9a-f]{64}").matcher(cause.getMessage());
        assertThat(pin.find()).as(cause.getMessage()).isTrue();
        return pin.group();
    }
}
