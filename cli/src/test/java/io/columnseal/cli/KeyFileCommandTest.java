package io.columnseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.FieldContext;
import io.columnseal.key.FileDataKeyStore;
import io.columnseal.kms.LocalKms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands where keys are in a file. */
class KeyFileCommandTest {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private final Map<String, String> environment = new HashMap<>();
    private Path file;

    @TempDir
    Path folder;

    @BeforeEach
    void deploy() {
        file = folder.resolve("clinic.db.key");
        environment.put("COLUMNSEAL_KEY_STORE_FILE", file.toString());
        environment.put("COLUMNSEAL_KMS_LOCAL_MASTER_KEY", MASTER_KEY);
    }

    @Test
    void rotatesAsTheUserOfTheOperatingSystem() throws IOException {
        seal();

        Run rotated = Run.of(environment, "keys", "rotate", "--tenant", "clinic-1", "--reason", "quarterly", "--json");

        assertThat(rotated.code()).as(rotated.err()).isZero();
        assertThat(rotated.only("version")).isEqualTo("2");
        assertThat(rotated.only("changedBy")).isEqualTo(Files.getOwner(file).getName());
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).allMatch(path -> path.toString().startsWith(file.toString()));
        }
    }

    @Test
    void looksAtTheFileWhenItIsADoctor() {
        seal();

        Run doctor = Run.of(environment, "doctor");

        assertThat(doctor.code()).as(doctor.out() + doctor.err()).isZero();
        assertThat(doctor.out()).contains("key file").contains("is the one of these keys");
    }

    @Test
    void createsNoFile() {
        Run listed = Run.of(environment, "keys", "list");

        assertThat(listed.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(listed.err()).contains(file.toString()).contains("is missing");
        assertThat(folder).isEmptyDirectory();
    }

    private void seal() {
        try (ColumnSeal seal = ColumnSeal.builder()
                .kms(LocalKms.fromHex(MASTER_KEY))
                .keyStore(FileDataKeyStore.at(file).createIfMissing())
                .build()) {
            seal.fields()
                    .encrypt(
                            FieldContext.of("clinic-1", "patient.ssn"), "123-45-6789".getBytes(StandardCharsets.UTF_8));
        }
    }
}
