package io.columnseal.file;

import static io.columnseal.file.TestFiles.SCAN;
import static io.columnseal.file.TestFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.DecryptionException;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyUnusableException;
import io.columnseal.internal.LengthPrefixed;
import io.columnseal.internal.crypto.SegmentedAesGcm;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyInfo;
import io.columnseal.key.KeyRotationReport;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import io.columnseal.kms.LocalKms;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys that files are sealed under, from the first file to the end. */
class FileKeysTest {

    private static final String MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final ColumnSeal seal = ColumnSeal.builder()
            .kms(LocalKms.fromHex(MASTER_KEY))
            .keyStore(store)
            .build();

    @TempDir
    Path folder;

    private Path plain;
    private Path sealed;

    @BeforeEach
    void write() throws IOException {
        plain = Files.write(folder.resolve("plain"), text(100));
        sealed = folder.resolve("sealed");
    }

    @AfterEach
    void close() {
        seal.close();
    }

    @Test
    void makesATenantsFileKeyWithItsFirstFile() throws IOException {
        seal.fields().encrypt(FieldContext.of("clinic-1", "patient.ssn"), text(5));
        assertThat(seal.keys().fileHistory("clinic-1")).isEmpty();

        seal.files().seal(SCAN, plain, sealed);

        assertThat(seal.keys().fileHistory("clinic-1")).singleElement().satisfies(key -> {
            assertThat(key.id()).isEqualTo(SealedFiles.header(sealed).key());
            assertThat(key.usage()).isEqualTo(KeyUsage.FILE);
            assertThat(key.state()).isEqualTo(KeyState.ACTIVE);
        });
        assertThat(seal.keys().history("clinic-1")).hasSize(1);
    }

    @Test
    void countsEachFileAsASealUnderItsKey() throws IOException {
        seal.files().seal(SCAN, plain, sealed);

        assertThat(seal.keys().fileHistory("clinic-1").get(0).sealCount()).isPositive();
    }

    @Test
    void keepsTheFileKeyWhenTheKeyOfValuesIsRotated() throws IOException {
        seal.files().seal(SCAN, plain, sealed);
        seal.fields().encrypt(FieldContext.of("clinic-1", "patient.ssn"), text(5));

        seal.keys().rotate("clinic-1", "j.doe", "test");
        seal.keys().rotateIfDue("clinic-1", 2, "j.doe", "test");

        assertThat(seal.keys().history("clinic-1")).hasSize(3);
        assertThat(seal.keys().fileHistory("clinic-1")).hasSize(1);
    }

    @Test
    void replacesAFileKeyThatSealedHalfOfWhatItMay() throws IOException {
        seal.files().seal(SCAN, plain, sealed);
        store.reserveSeals(SealedFiles.header(sealed).key(), 1L << 31, 1L << 32);

        try (ColumnSeal other = ColumnSeal.builder()
                .kms(LocalKms.fromHex(MASTER_KEY))
                .borrowedKeyStore(store)
                .build()) {
            other.files().seal(SCAN, plain, folder.resolve("next"));

            assertThat(other.keys().fileHistory("clinic-1"))
                    .extracting(KeyInfo::state)
                    .containsExactly(KeyState.ACTIVE, KeyState.RETIRED);
        }
    }

    @Test
    void movesFilesToTheNewKeyAfterARotation() throws IOException {
        seal.files().seal(SCAN, plain, sealed);
        KeyInfo rotated = seal.keys().rotateFiles("clinic-1", "j.doe", "test");

        assertThat(rotated.version()).isEqualTo(2);
        assertThat(rotated.usage()).isEqualTo(KeyUsage.FILE);
        assertThat(seal.files().reencryptHeader(sealed)).isTrue();

        assertThat(SealedFiles.header(sealed).key()).isEqualTo(rotated.id());
        seal.files().open(SCAN, sealed, folder.resolve("opened"));
        assertThat(folder.resolve("opened")).hasBinaryContent(text(100));
    }

    @Test
    void rotatesKeysOfFilesWithAllOthers() throws IOException {
        seal.files().seal(SCAN, plain, sealed);
        seal.fields().encrypt(FieldContext.of("clinic-1", "patient.ssn"), text(5));

        KeyRotationReport report = seal.keys().rotateAll("j.doe", "test");

        assertThat(report.complete()).isTrue();
        assertThat(report.rotated())
                .extracting(KeyInfo::usage)
                .containsExactlyInAnyOrder(KeyUsage.FIELD, KeyUsage.FILE);
        assertThat(report.rotated()).extracting(KeyInfo::version).containsOnly(2);
    }

    /** Whoever rotates what is due by tenant and version would rotate the key of values. */
    @Test
    void keepsFileKeysOutOfTheListOfValuesKeysThatAreDue() throws IOException {
        seal.files().seal(SCAN, plain, sealed);

        assertThat(seal.keys().needsRotation(Duration.ZERO)).isEmpty();
    }

    @Test
    void replacesALeakedFileKey() throws IOException {
        seal.files().seal(SCAN, plain, sealed);
        seal.keys().markCompromised(SealedFiles.header(sealed).key(), "j.doe", "test");

        assertThat(seal.files().reencryptHeader(sealed)).isTrue();

        assertThat(seal.keys().info(SealedFiles.header(sealed).key()).state()).isEqualTo(KeyState.ACTIVE);
        assertThat(seal.keys().fileHistory("clinic-1"))
                .extracting(KeyInfo::state)
                .containsExactly(KeyState.ACTIVE, KeyState.COMPROMISED);
    }

    @Test
    void opensNothingOfASuspendedTenant() throws IOException {
        seal.files().seal(SCAN, plain, sealed);
        seal.keys().suspend("clinic-1", "j.doe", "test");

        assertThatExceptionOfType(KeyUnusableException.class)
                .isThrownBy(() -> seal.files().open(SCAN, sealed, folder.resolve("opened")));
        assertThatExceptionOfType(KeyUnusableException.class)
                .isThrownBy(() -> seal.files().seal(SCAN, plain, folder.resolve("other")));
        assertThat(folder.resolve("opened")).doesNotExist();
    }

    /** Who may have values sealed for any column and purpose must not be able to make files. */
    @Test
    void opensNoFileBehindTheHeaderOfAValue() throws IOException {
        byte[] bodyKey = new byte[StoredHeader.BODY_KEY_BYTES];
        // A value's own end, which the body key of a file does not have
        bodyKey[bodyKey.length - 1] = (byte) 0x80;
        byte[] value = seal.fields()
                .encrypt(
                        FieldContext.of("clinic-1", "patient.scan").withPurpose("columnseal/file/1"),
                        Arrays.copyOf(bodyKey, bodyKey.length - 1));
        byte[] copy = new StoredHeader(value, "patient.scan").copy();
        SegmentedAesGcm cipher =
                SegmentedAesGcm.sealing(bodyKey, LengthPrefixed.encode(LengthPrefixed.text("columnseal/file-body/1")));
        try (OutputStream file = Files.newOutputStream(sealed)) {
            file.write(copy);
            file.write(copy);
            file.write(cipher.header());
            SegmentWriter body = new SegmentWriter(file, cipher);
            body.write(text(100));
            body.finish();
        }

        assertThatExceptionOfType(DecryptionException.class)
                .isThrownBy(() -> seal.files().open(SCAN, sealed, folder.resolve("opened")));
        assertThat(folder.resolve("opened")).doesNotExist();
    }

    @Test
    void keepsFilesReadableWhereEncryptionIsSwitchedOffAndNeitherSideOpensTheOthers() throws IOException {
        seal.files().seal(SCAN, plain, sealed);
        try (ColumnSeal off = ColumnSeal.builder()
                .environment(Environment.DEVELOPMENT)
                .encryptionDisabled()
                .build()) {
            Path unsealed = folder.resolve("unsealed");
            off.files().seal(SCAN, plain, unsealed);
            off.files().open(SCAN, unsealed, folder.resolve("opened"));

            assertThat(Files.readAllBytes(unsealed)).hasSize(101).startsWith(0, 0, 7);
            assertThat(folder.resolve("opened")).hasBinaryContent(text(100));
            assertThatExceptionOfType(DecryptionException.class)
                    .isThrownBy(() -> off.files().open(SCAN, sealed, folder.resolve("other")));
            assertThatExceptionOfType(DecryptionException.class)
                    .isThrownBy(() -> seal.files().open(SCAN, unsealed, folder.resolve("other")));
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> off.files().reencryptHeader(sealed));
            assertThat(folder.resolve("other")).doesNotExist();
        }
    }
}
