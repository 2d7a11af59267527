package io.columnseal.file;

import static io.columnseal.file.TestFiles.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyInfo;
import io.columnseal.kms.LocalKms;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the code of docs/guides/files.md. */
class FilesGuideTest {

    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    static java.nio.file.Path folder;

    /** Files of the guide lie in the test's folder. */
    private static final class Path {

        static java.nio.file.Path of(String name) {
            return folder.resolve(name);
        }
    }

    @BeforeEach
    void write() throws IOException {
        Files.write(Path.of("scan.dcm"), text(100_000));
    }

    @Test
    void theExamplesDoWhatTheGuideSays() throws IOException {
        try (ColumnSeal seal = ColumnSeal.builder()
                .kms(LocalKms.fromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"))
                .keyStore(new InMemoryDataKeyStore())
                .build()) {
            FileContext context = FileContext.of("clinic-1", "patient.scan");
            seal.files().seal(context, Path.of("scan.dcm"), Path.of("scan.dcm.sealed"));
            seal.files().open(context, Path.of("scan.dcm.sealed"), Path.of("scan.dcm"));

            assertThat(Path.of("scan.dcm")).hasBinaryContent(text(100_000));

            InputStream source = new ByteArrayInputStream(text(70_000));
            ByteArrayOutputStream upload = new ByteArrayOutputStream();
            try (SealingStream sealing = seal.files().sealing(context, upload)) {
                source.transferTo(sealing);
                sealing.finish();
            }

            InputStream download = new ByteArrayInputStream(upload.toByteArray());
            ByteArrayOutputStream target = new ByteArrayOutputStream();
            try (InputStream opening = seal.files().opening(context, download)) {
                opening.transferTo(target);
            }

            assertThat(target.toByteArray()).isEqualTo(text(70_000));

            KeyInfo key = seal.keys().rotateFiles("clinic-1", "j.doe", "yearly rotation");
            boolean moved = seal.files().reencryptHeader(Path.of("scan.dcm.sealed"));

            assertThat(moved).isTrue();
            assertThat(SealedFiles.header(Path.of("scan.dcm.sealed")).key()).isEqualTo(key.id());
        }
    }

    @Test
    void everyExampleOfTheGuideIsOneThatRunsHere() throws IOException {
        String source = unindented(Files.readString(java.nio.file.Path.of(
                "src/test/java", FilesGuideTest.class.getName().replace('.', '/') + ".java")));
        Matcher example = EXAMPLE.matcher(Files.readString(java.nio.file.Path.of("..", "docs", "guides", "files.md")));
        List<String> examples =
                example.results().map(found -> unindented(found.group(1))).toList();

        assertThat(examples).hasSize(4).allSatisfy(code -> assertThat(source).contains(code));
    }

    private static String unindented(String code) {
        return code.replaceAll("(?m)^ +", "");
    }
}
