package io.columnseal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class EndedWritingTest {

    @TempDir
    Path folder;

    /** As by Ctrl-C, or by whoever stops a container. Windows ends processes without asking them. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void leavesNoPartOfAPlaintextBehind() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndedWriting.class.getName(),
                        folder.resolve("scan").toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(output.readLine()).isEqualTo("written");
            assertThat(files()).isEqualTo(1);

            process.destroy();

            process.waitFor();
            assertThat(files()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Such as {@code /dev/null}, by an administrator in a container who only wants to know whether a file opens. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void replacesNoDeviceOrPipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(() -> WholeFile.write(pipe, true, target -> target.write(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("pipe");

        assertThat(Files.isRegularFile(pipe)).isFalse();
        assertThat(files()).isEqualTo(1);
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
