package io.columnseal.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.Environment;
import io.columnseal.JdkFormat;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyRestore;
import io.columnseal.key.KeySnapshot;
import io.columnseal.key.RestoreOrder;
import io.columnseal.key.RestoreReport.Outcome;
import io.columnseal.kms.LocalKms;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Backups that the first version made are opened by every later one: the files must never be made anew. */
class GoldenBackupTest {

    private static final String MASTER_KEY = "8f1d5a3c27e94b60d2c81f7eab3459061c7de2f0439b58a6ff0274cd61b38e95";
    private static final HexFormat HEX = HexFormat.of();

    private final InMemoryDataKeyStore store = new InMemoryDataKeyStore();
    private final KeyRestore keys =
            KeyRestore.alone(Environment.TEST, store, LocalKms.fromHex(MASTER_KEY), Clock.systemUTC());

    @Test
    void opensABackupOfVersion1() throws IOException {
        assertThat(described(opened("system-key-1"))).isEqualTo(text("content-1.txt"));
    }

    @Test
    void opensABackupOfVersion1UnderAPassphrase() throws IOException {
        try (Passphrase passphrase = Passphrase.of("correct horse battery staple".toCharArray())) {
            KeySnapshot snapshot = new BackupSeal(keys, passphrase).open("golden", file("passphrase-1"));

            assertThat(described(snapshot)).isEqualTo(text("content-1.txt"));
        }
    }

    @Test
    void restoresABackupOfVersion1() throws IOException {
        KeySnapshot snapshot = opened("system-key-1");

        var report = keys.restore(snapshot, new RestoreOrder("golden", Set.of(), "j.doe", "test"));

        assertThat(report.changes())
                .hasSameSizeAs(snapshot.rows())
                .allSatisfy(change -> assertThat(change.outcome()).isEqualTo(Outcome.ADDED))
                .allSatisfy(change -> assertThat(change.detail()).isEmpty());
    }

    /** The file's key and its associated data, derived a second time with nothing but the JDK. */
    @Test
    void isSealedAsItIsDocumented() throws Exception {
        byte[] file = file("system-key-1");
        BackupHead head = BackupHead.read(ByteBuffer.wrap(file));
        DataKeyRow system = head.systemKey();
        byte[] systemKey = LocalKms.fromHex(MASTER_KEY)
                .unwrap(system.wrappedKey(), system.identity().encryptionContext());
        byte[] label = "columnseal/backup/1".getBytes(StandardCharsets.UTF_8);
        byte[] info = JdkFormat.list(label, head.salt());
        int end = 14 + ByteBuffer.wrap(file).getInt(10);

        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(JdkFormat.hkdf(systemKey, info), "AES"),
                new GCMParameterSpec(128, file, end, 12));
        cipher.updateAAD(file, 0, end);
        byte[] body = cipher.doFinal(file, end + 12, file.length - end - 12);

        assertThat(described(SnapshotBody.read(body))).isEqualTo(text("content-1.txt"));
        assertThat(SnapshotBody.write(SnapshotBody.read(body))).isEqualTo(body);
        assertThat(head.write()).isEqualTo(Arrays.copyOf(file, end));
    }

    private KeySnapshot opened(String name) throws IOException {
        return new BackupSeal(keys, null).open("golden", file(name));
    }

    /** Everything that a snapshot holds, a line each. */
    static String described(KeySnapshot snapshot) {
        return "taken " + snapshot.takenAt() + " in " + snapshot.environment() + " under " + snapshot.kekId() + " at "
                + snapshot.logHead() + "\n"
                + lines(snapshot.rows().stream()
                        .map(row -> row.info() + " recovery " + hex(row.recoveryWrappedKey()) + " wrapped "
                                + (row.wrappedKey() == null
                                        ? "-"
                                        : hex(row.wrappedKey().bytes())) + " check "
                                + hex(row.checkValue()) + " revision " + row.revision() + " MAC " + hex(row.stateMac()))
                        .toList())
                + lines(snapshot.notes())
                + lines(snapshot.columns());
    }

    private static String lines(List<?> items) {
        return items.stream().map(item -> item + "\n").collect(Collectors.joining());
    }

    private static String hex(byte[] bytes) {
        return bytes == null ? "-" : HEX.formatHex(bytes);
    }

    private static byte[] file(String name) throws IOException {
        return Base64.getMimeDecoder().decode(text(name + ".backup.base64"));
    }

    private static String text(String name) throws IOException {
        try (InputStream in = GoldenBackupTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
