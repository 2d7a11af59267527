package io.columnseal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.key.KeyBundle;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.kms.LocalKms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line that an application without a key table starts from. */
class BundleCommandTest {

    private static final String MASTER_KEY = "0123456789abcdef".repeat(4);
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final Map<String, String> environment =
            new HashMap<>(Map.of("COLUMNSEAL_KMS_LOCAL_MASTER_KEY", MASTER_KEY));

    @TempDir
    Path folder;

    @Test
    void printsNothingButALineThatAnApplicationStartsFrom() {
        Run generated = run("bundle", "generate");

        assertThat(generated.code()).as(generated.err()).isZero();
        assertThat(generated.out().lines()).hasSize(1);
        FieldContext ssn = FieldContext.of("default", "patient.ssn");
        try (ColumnSeal seal = application(generated.out())) {
            assertThat(seal.fields().decrypt(ssn, seal.fields().encrypt(ssn, PLAINTEXT)))
                    .isEqualTo(PLAINTEXT);
        }
        assertThat(generated.err()).contains("FIELD of tenant default").doesNotContain(MASTER_KEY);
    }

    @Test
    void makesKeysOfTheTenantAndEnvironmentOfTheSettings() {
        environment.put("COLUMNSEAL_DEFAULT_TENANT", "clinic-1");
        environment.put("COLUMNSEAL_ENVIRONMENT", "test");

        KeyBundle bundle = KeyBundle.parse(run("bundle", "generate").out());

        assertThat(bundle.keys())
                .filteredOn(key -> key.usage() != KeyUsage.SYSTEM)
                .extracting(KeyInfo::tenant)
                .containsOnly("clinic-1");
        try (LocalKms kms = LocalKms.fromHex(MASTER_KEY)) {
            assertThat(bundle.rotated(Environment.TEST, kms, "j.doe", "test").keys())
                    .hasSize(4);
        }
    }

    @Test
    void recordsWhoMadeTheKeys() throws IOException {
        String user = Files.getOwner(Files.createFile(folder.resolve("mine"))).getName();

        assertThat(KeyBundle.parse(run("bundle", "generate").out()).keys())
                .extracting(KeyInfo::createdBy)
                .containsOnly(user);
    }

    @Test
    void rotatesTheLineOfTheApplication() {
        String first = run("bundle", "generate").out();
        FieldContext ssn = FieldContext.of("default", "patient.ssn");
        byte[] sealed;
        try (ColumnSeal seal = application(first)) {
            sealed = seal.fields().encrypt(ssn, PLAINTEXT);
        }
        environment.put("ENCRYPTED_PHI_KEY", first.strip());

        Run rotated = run("bundle", "rotate", "--reason", "quarterly rotation", "--json");

        assertThat(rotated.code()).as(rotated.err()).isZero();
        KeyBundle bundle = KeyBundle.parse(rotated.only("bundle"));
        assertThat(bundle.keys())
                .filteredOn(key -> key.usage() == KeyUsage.FIELD)
                .extracting(KeyInfo::version, KeyInfo::state)
                .containsExactlyInAnyOrder(tuple(1, KeyState.RETIRED), tuple(2, KeyState.ACTIVE));
        try (ColumnSeal seal = application(bundle.text())) {
            assertThat(seal.fields().decrypt(ssn, sealed)).isEqualTo(PLAINTEXT);
        }
    }

    @Test
    void rotatesTheLineThatIsSetBeforeThatOfTheApplication() {
        environment.put("ENCRYPTED_PHI_KEY", "another one");
        environment.put("COLUMNSEAL_KEY_STORE_BUNDLE", run("bundle", "generate").out());

        assertThat(run("bundle", "rotate", "--reason", "x").code()).isZero();
    }

    @Test
    void refusesALineThatIsNotThereAlteredOrOfAnotherMasterKey() {
        Run missing = run("bundle", "rotate", "--reason", "x");
        assertThat(missing.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(missing.err()).contains("ENCRYPTED_PHI_KEY");
        String line = run("bundle", "generate").out().strip();
        environment.put("ENCRYPTED_PHI_KEY", line.substring(0, line.length() - 9));
        assertThat(run("bundle", "rotate", "--reason", "x").code()).isEqualTo(ExitCode.REFUSED);
        environment.put("ENCRYPTED_PHI_KEY", line);
        environment.put("COLUMNSEAL_KMS_LOCAL_MASTER_KEY", MASTER_KEY.replace('0', 'f'));

        Run stranger = run("bundle", "rotate", "--reason", "x");

        assertThat(stranger.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(stranger.out()).isEmpty();
    }

    @Test
    void wantsAReasonToRotate() {
        assertThat(run("bundle", "rotate").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("bundle").code()).isEqualTo(ExitCode.USAGE);
    }

    private Run run(String... arguments) {
        return Run.of(environment, arguments);
    }

    private static ColumnSeal application(String line) {
        return ColumnSeal.builder()
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(KeyBundle.parse(line).store())
                .build();
    }
}
