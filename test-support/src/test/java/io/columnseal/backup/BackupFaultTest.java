package io.columnseal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.BackupException;
import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealException;
import io.columnseal.Environment;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyRestore;
import io.columnseal.test.TestKms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup of 100 keys with every bit flipped in turn, and cut off everywhere: refused each time, and nothing is written. */
class BackupFaultTest {

    private static final int KEYS = 100;

    @TempDir
    Path directory;

    private final TestKms kms = new TestKms();
    private final InMemoryDataKeyStore target = new InMemoryDataKeyStore();
    private byte[] whole;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        InMemoryDataKeyStore store = new InMemoryDataKeyStore();
        try (ColumnSeal seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(store)
                .build()) {
            for (int i = 1; i < KEYS; i++) {
                seal.keys().initialize("clinic-" + i, "j.doe");
            }
            assertThat(store.rows()).hasSize(KEYS);
            file = seal.backups(directory.resolve("backups"))
                    .create("whole", "j.doe", "test")
                    .file();
        }
        whole = Files.readAllBytes(file);
    }

    @Test
    void refusesEveryFlippedBit() {
        int refused = 0;
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            refused += isRefused(flipped(bit)) ? 1 : 0;
        }
        System.out.printf("Backup of %d keys: %,d of %,d flipped bits refused%n", KEYS, refused, whole.length * 8);
        assertThat(refused).isEqualTo(whole.length * Byte.SIZE);
    }

    @Test
    void refusesToBeCutOffAnywhereOrContinued() {
        int refused = 0;
        for (int length = 0; length < whole.length; length++) {
            refused += isRefused(Arrays.copyOf(whole, length)) ? 1 : 0;
        }
        System.out.printf("Backup of %d keys: %,d of %,d truncations refused%n", KEYS, refused, whole.length);
        assertThat(refused).isEqualTo(whole.length);
        assertThat(isRefused(Arrays.copyOf(whole, whole.length + 1))).isTrue();
    }

    @Test
    void restoresWhatWasNotTouched() {
        assertThat(isRefused(whole)).isFalse();
        restore().restore("whole", Set.of(), "j.doe", "test");
        assertThat(target.rows()).hasSize(KEYS);
    }

    @Test
    void writesNothingOfWhatItRefuses() throws IOException {
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit += 1_009) {
            Files.write(file, flipped(bit));

            assertThatThrownBy(() -> restore().restore("whole", Set.of(), "j.doe", "test"))
                    .isInstanceOf(ColumnSealException.class);
        }
        assertThat(target.rows()).isEmpty();
        assertThat(target.uses()).isEmpty();
        assertThat(target.revision()).isZero();
    }

    /** Whole and genuine, but not what it is said to hold. */
    @Test
    void isNotSaidToBeMadeIfTheDiskHoldsAnEarlierOne() {
        InMemoryDataKeyStore store = new InMemoryDataKeyStore();
        Path backups = directory.resolve("others");
        try (ColumnSeal seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(store)
                .build()) {
            Path earlier =
                    seal.backups(backups).create("earlier", "j.doe", "test").file();
            seal.keys().initialize("clinic-1", "j.doe");

            assertThatThrownBy(() -> SteppedBackups.of(seal, backups, step -> replaceOnce(step, backups, earlier))
                            .create("later", "j.doe", "test"))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("does not hold what was written");
        }
        assertThat(store.uses())
                .filteredOn(entry -> "later".equals(entry.backup()))
                .singleElement()
                .satisfies(entry -> assertThat(entry.success()).isFalse());
    }

    private static void replaceOnce(String step, Path backups, Path earlier) {
        if (step.equals("named")) {
            try {
                Files.write(backups.resolve("later.backup"), Files.readAllBytes(earlier));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private byte[] flipped(int bit) {
        byte[] flipped = whole.clone();
        flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return flipped;
    }

    private boolean isRefused(byte[] content) {
        try {
            new BackupSeal(KeyRestore.alone(Environment.TEST, target, kms, Clock.systemUTC()), null)
                    .open("whole", content);
            return false;
        } catch (ColumnSealException e) {
            return true;
        }
    }

    private BackupRestore restore() {
        return new BackupRestore(Environment.TEST, target, kms, file.getParent());
    }
}
