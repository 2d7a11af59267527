package io.columnseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCommandTest {

    private final ClinicDatabase clinic = new ClinicDatabase();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        clinic.close();
    }

    @Test
    void replacesATargetByForceOnly() throws IOException {
        Path plain = Files.writeString(folder.resolve("scan"), "MR scan");
        Path sealed = Files.writeString(folder.resolve("scan.sealed"), "of somebody else");

        Run refused = file("seal", plain, sealed);

        assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains("it is there; --force replaces it");
        assertThat(sealed).hasContent("of somebody else");
        assertThat(file("seal", "--force", plain, sealed).code()).isZero();
        assertThat(file("verify", sealed).code()).isZero();
    }

    @Test
    void tellsWhichFilesOpenAndNothingOfThem() throws IOException {
        Path plain = Files.writeString(folder.resolve("scan"), "MR scan");
        Path sealed = folder.resolve("scan.sealed");
        file("seal", plain, sealed);
        byte[] altered = Files.readAllBytes(sealed);
        altered[altered.length - 1] ^= 1;
        Path other = Files.write(folder.resolve("altered"), altered);

        Run all = file("verify", sealed, other, plain, "--json");
        Run table = file("verify", sealed);

        assertThat(all.records())
                .extracting(record -> record.get("opens").asBoolean())
                .containsExactly(true, false, false);
        assertThat(all.code()).isEqualTo(ExitCode.NOT_GENUINE);
        assertThat(all.out() + all.err() + table.out()).doesNotContain("MR scan");
        assertThat(table.code()).isZero();
        Run missing = file("verify", folder.resolve("none"), sealed, "--json");
        assertThat(missing.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(missing.err()).contains("there is no file");
        assertThat(missing.records())
                .extracting(record -> record.get("opens").asBoolean())
                .containsExactly(false, true);
        assertThat(file("verify", folder.resolve("none"), other).code()).isEqualTo(ExitCode.NOT_GENUINE);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }
    }

    private Run file(String operation, Object... more) {
        String[] words = {"file", operation, "--tenant", ClinicDatabase.TENANT, "--context", "patient.scan"};
        return clinic.run(
                Stream.concat(Arrays.stream(words), Arrays.stream(more).map(Object::toString))
                        .toArray(String[]::new));
    }
}
