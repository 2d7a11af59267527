package io.columnseal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.columnseal.BackupException;
import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.KeyRejectedException;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.RestoreReport.Outcome;
import io.columnseal.kms.LocalKms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that a passphrase opens in place of the KEK. */
class PassphraseTest {

    /** Where magic, versions, protection and the length of the head are. */
    private static final int FIXED_BYTES = 14;

    @TempDir
    Path temporary;

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final LocalKms kms = LocalKms.fromHex("8f1d5a3c27e94b60d2c81f7eab3459061c7de2f0439b58a6ff0274cd61b38e95");
    private final Passphrase passphrase = Passphrase.of("correct horse battery staple".toCharArray());
    private ColumnSeal seal;
    private Backups backups;

    @BeforeEach
    void open() {
        seal = ColumnSeal.builder()
                .environment(Environment.TEST)
                .borrowedKms(kms)
                .keyStore(store)
                .build();
        seal.keys().initialize("clinic-1", "j.doe");
        backups = seal.backups(temporary.resolve("backups"));
    }

    @AfterEach
    void close() {
        seal.close();
        kms.close();
    }

    @Test
    void opensWithItsPassphraseOnly() {
        BackupInfo made = backups.under(passphrase).create("offsite", "j.doe", "monthly");
        InMemoryDataKeyStore empty = new InMemoryDataKeyStore();

        assertThat(made.kekId()).isNull();
        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(() -> backups.verify("offsite"))
                .withMessageContaining("passphrase, which is missing");
        try (Passphrase other = Passphrase.of("correct horse battery stapler".toCharArray())) {
            assertThatExceptionOfType(BackupException.class)
                    .isThrownBy(() -> backups.under(other).verify("offsite"))
                    .withMessageContaining("passphrase is another");
        }
        assertThat(restore(empty)
                        .under(passphrase)
                        .restore("offsite", Set.of(), "j.doe", "lost")
                        .of(Outcome.ADDED))
                .hasSameSizeAs(store.rows());
    }

    @Test
    void doesNotStandForThePinOfTheSystemKey() {
        backups.under(passphrase).create("planted", "m.allory", "quietly");
        InMemoryDataKeyStore empty = new InMemoryDataKeyStore();
        String another = "ab".repeat(32);

        for (BackupRestore pinned : List.of(
                restore(empty).under(passphrase).withSystemKeyPin(another),
                restore(empty).withSystemKeyPin(another).under(passphrase))) {
            assertThatExceptionOfType(KeyRejectedException.class)
                    .isThrownBy(() -> pinned.restore("planted", Set.of(), "j.doe", "lost"))
                    .withMessageContaining("columnseal.system-key-pin");
        }
        assertThat(empty.rows()).isEmpty();
    }

    @Test
    void sealsNothingUnderAPassphraseThatWasClosed() {
        passphrase.close();

        assertThatThrownBy(() -> backups.under(passphrase).create("offsite", "j.doe", "monthly"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(backups.list()).isEmpty();
    }

    @Test
    void refusesShortPassphrasesAndThoseThatAreNoText() {
        assertThatThrownBy(() -> Passphrase.of("correct horse b".toCharArray()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Passphrase.of("correct horse battery \ud800".toCharArray()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(passphrase).hasToString("Passphrase");
    }

    /** A file that says its key takes 64 GB to make, or years, or nothing. */
    @Test
    void takesNoMoreThanItsBoundsWhateverAFileSays() throws IOException {
        Path file = backups.under(passphrase).create("costly", "j.doe", "test").file();
        byte[] costly = Files.readAllBytes(file);
        ByteBuffer head = ByteBuffer.wrap(costly);
        int end = FIXED_BYTES + head.getInt(FIXED_BYTES - Integer.BYTES);
        int[][] costs = {{64 << 20, 3, 4}, {65_536, 1 << 30, 4}, {65_536, 3, 1 << 20}, {8, 3, 4}, {0, 0, 0}};
        for (int[] cost : costs) {
            head.putInt(end - 20, cost[0]).putInt(end - 12, cost[1]).putInt(end - 4, cost[2]);
            Files.write(file, costly);

            assertThatExceptionOfType(BackupException.class)
                    .isThrownBy(() -> restore(store).under(passphrase).verify("costly"))
                    .withMessageContaining("it is no backup of keys");
        }
    }

    private BackupRestore restore(InMemoryDataKeyStore target) {
        return new BackupRestore(Environment.TEST, target, kms, temporary.resolve("backups"));
    }
}
