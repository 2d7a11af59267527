package io.columnseal.file;

import static io.columnseal.file.TestFiles.SCAN;
import static io.columnseal.file.TestFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not written in the place of others. */
class NeverReplacingTest {

    private final TestFiles test = new TestFiles();
    private final SealedFiles files = test.files.neverReplacing();

    @TempDir
    Path folder;

    private Path plain;
    private Path sealed;

    @BeforeEach
    void write() throws IOException {
        plain = Files.write(folder.resolve("plain"), text(100_000));
        sealed = folder.resolve("sealed");
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void areThereAndNothingElseIs() throws IOException {
        files.seal(SCAN, plain, sealed);
        files.open(SCAN, sealed, folder.resolve("opened"));

        assertThat(folder.resolve("opened")).hasBinaryContent(text(100_000));
        assertThat(names()).containsExactlyInAnyOrder("plain", "sealed", "opened");
    }

    @Test
    void leaveWhatIsThere() throws IOException {
        files.seal(SCAN, plain, sealed);
        byte[] before = Files.readAllBytes(sealed);

        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> files.seal(SCAN, plain, sealed, done -> fail("it was read for nothing")));
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> files.open(SCAN, sealed, plain))
                .withMessage(plain.toString());

        assertThat(sealed).hasBinaryContent(before);
        assertThat(names()).containsExactlyInAnyOrder("plain", "sealed");
    }

    /** Of two that seal into one file at the same time, one has to hear of it. */
    @Test
    void leaveWhatCameMeanwhile() throws IOException {
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> files.seal(SCAN, plain, sealed, done -> writeAnother()))
                .withMessage(sealed.toString());

        assertThat(sealed).hasContent("of somebody else");
        assertThat(names()).containsExactlyInAnyOrder("plain", "sealed");
    }

    private void writeAnother() {
        try {
            Files.writeString(sealed, "of somebody else");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }
}
