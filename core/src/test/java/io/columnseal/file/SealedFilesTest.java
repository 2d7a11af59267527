package io.columnseal.file;

import static io.columnseal.file.TestFiles.SCAN;
import static io.columnseal.file.TestFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.columnseal.DecryptionException;
import io.columnseal.SealEvent;
import io.columnseal.TenantMismatchException;
import io.columnseal.TenantMissingException;
import io.columnseal.cipher.Suite;
import io.columnseal.key.KeyId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedFilesTest {

    private final TestFiles test = new TestFiles();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        test.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_479, 65_480, 65_481, 130_999, 131_000, 131_001, 1_000_000})
    void opensWhatItSealed(int length) throws IOException {
        Path plain = Files.write(folder.resolve("plain"), text(length));
        Path sealed = folder.resolve("sealed");
        Path opened = folder.resolve("opened");

        test.files.seal(SCAN, plain, sealed);
        test.files.open(SCAN, sealed, opened);

        assertThat(opened).hasBinaryContent(text(length));
        int segments = Math.max(1, (length + 40 + 65_519) / 65_520);
        assertThat(sealed).hasSize(1024 + 40 + length + 16L * segments);
    }

    @Test
    void sealsTheSameWhateverPiecesATextComesIn() throws IOException {
        byte[] text = text(400_000);
        Random random = new Random(1);
        for (int round = 0; round < 20; round++) {
            ByteArrayOutputStream sealed = new ByteArrayOutputStream();
            try (SealingStream sealing = test.files.sealing(SCAN, sealed)) {
                for (int position = 0; position < text.length; ) {
                    int piece = Math.min(text.length - position, random.nextInt(1 << random.nextInt(1, 18)));
                    sealing.write(text, position, piece);
                    position += piece;
                    if (position < text.length) {
                        sealing.write(text[position++]);
                    }
                }
                sealing.finish();
            }
            assertThat(read(sealed.toByteArray(), random)).isEqualTo(text);
        }
    }

    private byte[] read(byte[] sealed, Random random) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (InputStream opening = test.files.opening(SCAN, new ByteArrayInputStream(sealed))) {
            byte[] buffer = new byte[1 << 17];
            for (int read = opening.read(); read >= 0; read = opening.read()) {
                text.write(read);
                assertThat(opening.available()).isLessThanOrEqualTo(65_520);
                int piece = opening.read(buffer, 7, random.nextInt(1 << random.nextInt(1, 17)));
                text.write(buffer, 7, Math.max(0, piece));
            }
            assertThat(opening.read(buffer)).isEqualTo(-1);
        }
        return text.toByteArray();
    }

    @Test
    void showsNothingOfTheTextInTheSealedFile() throws IOException {
        byte[] text = "the same line again and again\n".repeat(100).getBytes(StandardCharsets.UTF_8);

        assertThat(new String(test.seal(text), StandardCharsets.ISO_8859_1))
                .doesNotContain("again")
                .contains("patient.scan");
        assertThat(test.seal(text)).isNotEqualTo(test.seal(text));
    }

    @Test
    void tellsItsHeaderWithoutAKey() throws IOException {
        Path sealed = Files.write(folder.resolve("sealed"), test.seal(text(5)));

        assertThat(SealedFiles.header(sealed))
                .isEqualTo(new FileHeader(Suite.AES_256_GCM, new KeyId(TestFiles.KEY), "patient.scan"));
        assertThatExceptionOfType(DecryptionException.class)
                .isThrownBy(() -> SealedFiles.header(Files.write(folder.resolve("other"), text(2000))));
    }

    @Test
    void sealsUnderAKeyOfFilesOnly() throws IOException {
        test.keys.rotate("clinic-1");

        Path sealed = Files.write(folder.resolve("sealed"), test.seal(text(5)));

        assertThat(SealedFiles.header(sealed).key()).isEqualTo(new KeyId(TestFiles.KEY));
    }

    @Test
    void refusesAFileOfAnotherContext() throws IOException {
        byte[] sealed = test.seal(text(5));

        assertThatExceptionOfType(DecryptionException.class)
                .isThrownBy(() -> test.files.opening(
                        FileContext.of("clinic-1", "patient.letter"), new ByteArrayInputStream(sealed)))
                .withMessageContaining("patient.letter")
                .withNoCause();
    }

    @Test
    void refusesAFileOfAnotherTenantAndTellsOfIt() throws IOException {
        byte[] sealed = test.seal(text(5));

        assertThatExceptionOfType(TenantMismatchException.class)
                .isThrownBy(() -> test.files.opening(
                        FileContext.of("clinic-2", "patient.scan"), new ByteArrayInputStream(sealed)));
        assertThat(test.keys.events()).hasAtLeastOneElementOfType(SealEvent.TenantMismatch.class);
    }

    @Test
    void opensFilesOfAnyTenantWhereNoneIsNamedAndSealsNone() throws IOException {
        FileContext any = FileContext.ofAnyTenant("patient.scan");

        assertThat(test.files.opening(any, new ByteArrayInputStream(test.seal(text(5)))))
                .hasBinaryContent(text(5));
        assertThatExceptionOfType(TenantMissingException.class)
                .isThrownBy(() -> test.files.sealing(any, new ByteArrayOutputStream()));
    }

    @Test
    void leavesNoFileBehindWhenTheLastSegmentDoesNotOpen() throws IOException {
        byte[] sealed = test.seal(text(300_000));
        sealed[sealed.length - 1] ^= 1;
        Path file = Files.write(folder.resolve("sealed"), sealed);

        assertThatExceptionOfType(DecryptionException.class)
                .isThrownBy(() -> test.files.open(SCAN, file, folder.resolve("opened")));

        assertThat(names()).containsExactly("sealed");
    }

    @Test
    void keepsTheFileThatWasThereWhenAnotherDoesNotOpen() throws IOException {
        byte[] sealed = test.seal(text(300_000));
        Path file = Files.write(folder.resolve("sealed"), Arrays.copyOf(sealed, sealed.length - 1));
        Path opened = Files.writeString(folder.resolve("opened"), "before");

        assertThatExceptionOfType(DecryptionException.class).isThrownBy(() -> test.files.open(SCAN, file, opened));

        assertThat(opened).hasContent("before");
        assertThat(names()).containsExactlyInAnyOrder("sealed", "opened");
    }

    @Test
    void leavesNoFileBehindWhenThereIsNothingToSeal() {
        assertThatIOException()
                .isThrownBy(() -> test.files.seal(SCAN, folder.resolve("missing"), folder.resolve("sealed")));

        assertThat(names()).isEmpty();
    }

    @Test
    void replacesAFileByItsSealedForm() throws IOException {
        Path file = Files.write(folder.resolve("file"), text(100_000));

        test.files.seal(SCAN, file, file);
        assertThat(Files.readAllBytes(file)).startsWith('C', 'S', 'F', 1);
        test.files.open(SCAN, file, file);

        assertThat(file).hasBinaryContent(text(100_000));
        assertThat(names()).containsExactly("file");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void letsNobodyElseReadWhatItWrites() throws IOException {
        Path plain = Files.write(folder.resolve("plain"), text(10));
        test.files.seal(SCAN, plain, folder.resolve("sealed"));
        test.files.open(SCAN, folder.resolve("sealed"), folder.resolve("opened"));

        for (String name : List.of("sealed", "opened")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void tellsHowFarItIs() throws IOException {
        Path plain = Files.write(folder.resolve("plain"), text(200_000));
        List<Long> progress = new ArrayList<>();

        test.files.seal(SCAN, plain, folder.resolve("sealed"), progress::add);
        assertThat(progress).isSorted().hasSizeGreaterThan(2).last().isEqualTo(200_000L);
        progress.clear();
        test.files.open(SCAN, folder.resolve("sealed"), folder.resolve("opened"), progress::add);

        assertThat(progress).isSorted().last().isEqualTo(Files.size(folder.resolve("sealed")));
    }

    /** A source that fails half-way must not leave something that looks whole. */
    @Test
    void whatWasNotFinishedDoesNotOpen() throws IOException {
        for (int length : new int[] {0, 10, 65_480, 100_000}) {
            ByteArrayOutputStream sealed = new ByteArrayOutputStream();
            try (SealingStream sealing = test.files.sealing(SCAN, sealed)) {
                sealing.write(text(length));
            }
            assertThatExceptionOfType(DecryptionException.class).isThrownBy(() -> test.open(sealed.toByteArray()));
        }
    }

    @Test
    void sealsNothingMoreOnceTheTargetFailed() throws IOException {
        OutputStream failing = new OutputStream() {
            private int left = 70_000;

            @Override
            public void write(int octet) throws IOException {
                if (left-- == 0) {
                    throw new IOException("full");
                }
            }
        };
        SealingStream sealing = test.files.sealing(SCAN, failing);

        assertThatIOException().isThrownBy(() -> sealing.write(text(200_000))).withMessage("full");
        assertThatIOException().isThrownBy(() -> sealing.write(1)).withMessageContaining("before");
        assertThatIOException().isThrownBy(sealing::finish).withMessageContaining("before");
    }

    @Test
    void endsWithItsFinish() throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        SealingStream sealing = test.files.sealing(SCAN, sealed);
        sealing.write(text(3));
        sealing.finish();
        sealing.finish();

        assertThatIOException().isThrownBy(() -> sealing.write(1)).withMessageContaining("finished");
        sealing.close();
        sealing.close();
        assertThatIOException().isThrownBy(sealing::finish).withMessageContaining("closed");
        assertThat(test.open(sealed.toByteArray())).isEqualTo(text(3));
    }

    @Test
    void readsNothingOnceItIsClosed() throws IOException {
        InputStream opening = test.files.opening(SCAN, new ByteArrayInputStream(test.seal(text(3))));
        assertThat(opening.read()).isEqualTo(0);
        opening.close();
        opening.close();

        assertThatIOException().isThrownBy(opening::read).withMessageContaining("closed");
        assertThat(opening.available()).isZero();
    }

    @Test
    void closesItsCallersStreamsNeitherNorReadsBehindThem() throws IOException {
        boolean[] closed = new boolean[2];
        InputStream source = new ByteArrayInputStream(text(10)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        ByteArrayOutputStream target = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[1] = true;
            }
        };

        test.files.seal(SCAN, source, target);
        assertThat(test.open(target.toByteArray())).isEqualTo(text(10));

        assertThat(closed).containsOnly(false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\uD800"})
    void refusesNamesThatCannotBeStored(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> FileContext.of("clinic-1", name));
    }

    @Test
    void storesNamesOf255Bytes() throws IOException {
        FileContext longest = FileContext.of("clinic-1", "é".repeat(127) + "x");
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        test.files.seal(longest, new ByteArrayInputStream(text(3)), sealed);

        assertThat(test.files.opening(longest, new ByteArrayInputStream(sealed.toByteArray())))
                .hasBinaryContent(text(3));
        assertThatIllegalArgumentException().isThrownBy(() -> FileContext.of("clinic-1", "é".repeat(128)));
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
