package io.columnseal.file;

import static io.columnseal.file.TestFiles.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.cipher.Suite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that another implementation sealed by docs/format.md: every release opens them. Added to, never changed. */
class GoldenFileTest {

    private static final Path CORPUS = Path.of("src/test/resources/io/columnseal/file/corpus/0.1");
    private static final long KEY_OF_SUITE_2 = 0x3132333435363738L;

    @ParameterizedTest
    @ValueSource(strings = {"small.csf", "key-of-suite-2.csf", "first-copy-torn.csf", "second-copy-torn.csf"})
    void opensSmallFiles(String file) throws IOException {
        assertThat(opened(file)).isEqualTo("MR scan of 2026-01-01".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void opensAnEmptyFile() throws IOException {
        assertThat(opened("empty.csf")).isEmpty();
    }

    @Test
    void opensAFileOfSeveralSegments() throws IOException {
        assertThat(opened("three-segments.csf")).isEqualTo(text(65_480 + 65_520 + 5));
    }

    private static byte[] opened(String file) throws IOException {
        try (TestFiles test = new TestFiles()) {
            test.addRetired(KEY_OF_SUITE_2, Suite.AES_256_GCM_SIV);
            return test.open(Files.readAllBytes(CORPUS.resolve(file)));
        }
    }
}
