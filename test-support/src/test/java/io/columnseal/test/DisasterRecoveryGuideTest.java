package io.columnseal.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.backup.BackupInfo;
import io.columnseal.backup.BackupRestore;
import io.columnseal.backup.Backups;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.FileDataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KekCompromiseReport;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyRecovery;
import io.columnseal.key.KeySnapshot;
import io.columnseal.key.RestoreReport;
import io.columnseal.key.RestoreReport.Outcome;
import io.columnseal.key.RewrapReport;
import io.columnseal.kms.Kms;
import io.columnseal.kms.LocalKms;
import io.columnseal.kms.RecoveryKey;
import io.columnseal.kms.RecoveryPrivateKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code and the commands of docs/guides/disaster-recovery.md, run in the order of a bad week. */
class DisasterRecoveryGuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "guides", "disaster-recovery.md");
    private static final Path THIS =
            Path.of("src", "test", "java", "io", "columnseal", "test", "DisasterRecoveryGuideTest.java");
    private static final Pattern BLOCK = Pattern.compile("```(java|bash)\n(.*?)```", Pattern.DOTALL);
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);
    private static final String LOST_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static final String MASTER_KEY = "8f1d5a3c27e94b60d2c81f7eab3459061c7de2f0439b58a6ff0274cd61b38e95";

    @TempDir
    Path temporary;

    private final Map<FieldContext, byte[]> sealed = new LinkedHashMap<>();

    @Test
    void compilesEveryPieceOfCode() throws IOException {
        String source = withoutBlanks(Files.readString(THIS));

        assertThat(blocks("java"))
                .hasSizeGreaterThan(6)
                .allSatisfy(block -> assertThat(source).as(block).contains(withoutBlanks(block)));
    }

    @Test
    void bringsDataBackAfterEveryLossItTellsOf() throws Exception {
        InMemoryDataKeyStore store = new InMemoryDataKeyStore();
        Path directory = temporary.resolve("backups");
        Kms kms = LocalKms.fromHex(LOST_KEY);
        String fingerprint = runCommands();
        String publicKeyPem = Files.readString(temporary.resolve("recovery-public.pem"));
        String privateKeyPem = Files.readString(temporary.resolve("recovery-private.pem"));
        ColumnSeal seal = ColumnSeal.builder()
                .kms(kms)
                .keyStore(store)
                .recoveryKey(RecoveryKey.fromPem(publicKeyPem, fingerprint))
                .build();
        seal("clinic-1", seal);
        seal("clinic-2", seal);

        Backups backups = seal.backups(directory);
        BackupInfo made = backups.create("j.doe", "nightly");
        backups.keepNewest(10, "j.doe", "nightly");
        KeySnapshot content = backups.verify(made.name());
        System.out.println(content.takenAt() + ": " + content.keys().size() + " keys, under " + content.keks());
        String name = made.name();
        assertThat(content.keks()).containsOnlyKeys(kms.kekId());

        wrongTenantShredded(seal, backups, name);
        seal.close();
        InMemoryDataKeyStore second = keyTableLost(LocalKms.fromHex(LOST_KEY), directory, name);
        masterKeyLost(second, privateKeyPem);
        bothLost(directory, name, privateKeyPem);
        keyFileLost(LocalKms.fromHex(LOST_KEY), directory, name);
    }

    private void wrongTenantShredded(ColumnSeal seal, Backups backups, String name) {
        KeyId keyId = seal.keys().history("clinic-1").get(0).id();
        seal.keys().shred("clinic-1", "j.doe", "the wrong one");
        RestoreReport plan = backups.plan(name);
        plan.changes().stream()
                .filter(change -> change.outcome() != Outcome.UNCHANGED)
                .forEach(System.out::println);
        RestoreReport done = backups.restore(name, "j.doe", "rows were deleted");
        assertThat(plan.destroyedSince()).containsExactly(keyId);
        assertThat(done.destroyedSince()).containsExactly(keyId);

        backups.restore(name, Set.of(keyId), "j.doe", "the wrong tenant was shredded");
        seal.keys().resume(keyId, "j.doe", "the wrong tenant was shredded");
        assertEverythingOpens(seal);
    }

    private InMemoryDataKeyStore keyTableLost(Kms kms, Path directory, String name) {
        InMemoryDataKeyStore store = new InMemoryDataKeyStore();
        RestoreReport report = new BackupRestore(Environment.PRODUCTION, store, kms, directory)
                .restore(name, Set.of(), "j.doe", "the key database is lost");
        assertThat(report.complete()).isTrue();
        try (ColumnSeal seal = start(store, kms)) {
            assertEverythingOpens(seal);
        }
        return store;
    }

    private void masterKeyLost(InMemoryDataKeyStore store, String privateKeyPem) {
        Kms newKms = LocalKms.fromHex(MASTER_KEY);
        RewrapReport report = new KeyRecovery(Environment.PRODUCTION, store, RecoveryPrivateKey.fromPem(privateKeyPem))
                .under(newKms, "j.doe", "the master key is lost");
        assertThat(report.complete()).isTrue();
        try (ColumnSeal seal = start(store, newKms)) {
            assertEverythingOpens(seal);
            rotated(seal);
        }
        masterKeyLeaked(store);
    }

    private void masterKeyLeaked(InMemoryDataKeyStore store) {
        try (ColumnSeal seal = start(store, LocalKms.fromHex(LOST_KEY).withPrevious(MASTER_KEY))) {
            KekCompromiseReport answer =
                    seal.keks().markCompromised("local:01e6b42bb2991684", "j.doe", "in a public repository");
            assertThat(answer.complete()).isTrue();
            assertThat(answer.marked()).isNotEmpty();
            assertEverythingOpens(seal);
            seal.keys().initialize("clinic-1", "j.doe");
        }
    }

    private static void rotated(ColumnSeal seal) {
        RewrapReport report = seal.keks().rewrap("j.doe", "yearly rotation");
        assertThat(report.complete()).isTrue();
        boolean unused = seal.keks().status().isUnused("local:01e6b42bb2991684");
        assertThat(unused).isFalse();
    }

    private void bothLost(Path directory, String name, String privateKeyPem) {
        InMemoryDataKeyStore store = new InMemoryDataKeyStore();
        RecoveryPrivateKey key = RecoveryPrivateKey.fromPem(privateKeyPem);
        new BackupRestore(Environment.PRODUCTION, store, key, directory)
                .restore(name, Set.of(), "j.doe", "all is lost");
        Kms newKms = LocalKms.fromHex(MASTER_KEY);
        new KeyRecovery(Environment.PRODUCTION, store, key).under(newKms, "j.doe", "all is lost");
        try (ColumnSeal seal = start(store, newKms)) {
            assertEverythingOpens(seal);
        }
    }

    private void keyFileLost(Kms kms, Path directory, String name) {
        Path file = temporary.resolve("clinic.db.key");
        FileDataKeyStore keyFile = FileDataKeyStore.at(file).createIfMissing();
        keyFile.verify();
        RestoreReport restored = new BackupRestore(Environment.PRODUCTION, keyFile, kms, directory)
                .restore(name, Set.of(), "j.doe", "the key file is lost");
        assertThat(restored.complete()).isTrue();
        try (ColumnSeal seal = start(keyFile, kms)) {
            assertEverythingOpens(seal);
        }
    }

    /** The fingerprint that the last command prints. */
    private String runCommands() throws Exception {
        String script = String.join("\n", blocks("bash"));
        Process process = new ProcessBuilder("bash", "-e", "-c", script)
                .directory(temporary.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(script).isZero();
        return printed.split(" ")[0];
    }

    private static List<String> blocks(String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(GUIDE));
        while (block.find()) {
            if (block.group(1).equals(language)) {
                blocks.add(block.group(2));
            }
        }
        return blocks;
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s", "");
    }

    private static ColumnSeal start(DataKeyStore store, Kms kms) {
        return ColumnSeal.builder().kms(kms).borrowedKeyStore(store).build();
    }

    private void seal(String tenant, ColumnSeal seal) {
        FieldContext context = FieldContext.of(tenant, "patient.ssn");
        sealed.put(context, seal.fields().encrypt(context, PLAINTEXT));
    }

    private void assertEverythingOpens(ColumnSeal seal) {
        assertThat(sealed)
                .isNotEmpty()
                .allSatisfy((context, value) ->
                        assertThat(seal.fields().decrypt(context, value)).isEqualTo(PLAINTEXT));
    }
}
