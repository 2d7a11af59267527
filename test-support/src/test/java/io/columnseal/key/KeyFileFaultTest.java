package io.columnseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.columnseal.ColumnSeal;
import io.columnseal.Environment;
import io.columnseal.FieldContext;
import io.columnseal.KeyFileException;
import io.columnseal.KeyStoreRefusedException;
import io.columnseal.audit.AuditFinding;
import io.columnseal.audit.JsonLine;
import io.columnseal.test.TestKms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to a key file from outside is refused or harmless, and never makes a new one. */
class KeyFileFaultTest {

    private static final FieldContext SSN = FieldContext.of("clinic-1", "patient.ssn");
    private static final byte[] PLAINTEXT = "123-45-6789".getBytes(StandardCharsets.UTF_8);

    private final TestKms kms = new TestKms();
    private byte[] sealed;
    private Path file;
    private Path log;

    @TempDir
    Path folder;

    @BeforeEach
    void seal() {
        file = folder.resolve("clinic.db.key");
        log = folder.resolve("clinic.db.key.log");
        try (ColumnSeal seal = start()) {
            sealed = seal.fields().encrypt(SSN, PLAINTEXT);
        }
    }

    @Test
    void refusesEveryFlippedBit() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int refused = 0;
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            refused += isRefused(flipped) ? 1 : 0;
        }
        System.out.printf("Key file: %,d of %,d flipped bits refused%n", refused, whole.length * 8);
        assertThat(refused).isEqualTo(whole.length * Byte.SIZE);
        assertThat(isRefused(whole)).isFalse();
        assertOpens();
    }

    @Test
    void refusesToBeCutOffAnywhereOrContinued() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int refused = 0;
        for (int length = 0; length < whole.length; length++) {
            refused += isRefused(Arrays.copyOf(whole, length)) ? 1 : 0;
        }
        System.out.printf("Key file: %,d of %,d truncations refused%n", refused, whole.length);
        assertThat(refused).isEqualTo(whole.length);
        assertThat(isRefused(Arrays.copyOf(whole, whole.length + 1))).isTrue();
    }

    @Test
    void writesNothingToAFileThatItRefuses() throws IOException {
        byte[] cut = Arrays.copyOf(Files.readAllBytes(file), 100);
        Files.write(file, cut);

        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(this::start)
                .withMessageContaining(file.toString())
                .withMessageContaining("Restore it from a backup")
                .satisfies(e -> assertThat(e.file()).isEqualTo(file.toString()));
        assertThat(file).hasBinaryContent(cut);
    }

    @Test
    void beginsNoNewFileBesideTheLogOfAMissingOne() throws IOException {
        Files.delete(file);

        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(this::start)
                .withMessageContaining("is missing, but its access log is there");
        assertThat(file).doesNotExist();
    }

    @Test
    void noticesAFileThatGoesWhileItIsInUse() throws IOException {
        FileDataKeyStore store = FileDataKeyStore.at(file).createIfMissing();
        store.verify();
        Files.delete(file);

        assertThatExceptionOfType(KeyFileException.class).isThrownBy(store::revision);
        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> store.notes().remove(new KeyId(1), KeyNote.Kind.UNUSED));
        assertThat(file).doesNotExist();
    }

    @Test
    void refusesAFileThatOthersMayRead() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(this::start)
                .withMessageContaining("chmod 600 " + file);
    }

    @Test
    void refusesAFolderThatOthersMayWriteTo() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));

        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(this::start)
                .withMessageContaining("chmod go-w " + folder);
    }

    @Test
    void refusesALinkToAFile() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.key"), file);

        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> FileDataKeyStore.at(link).verify())
                .withMessageContaining("symbolic link");
    }

    /** As when the volume that it leads to is not mounted. */
    @Test
    void beginsNoNewFileInPlaceOfALinkThatLeadsNowhere() throws IOException {
        Path link = Files.createSymbolicLink(
                folder.resolve("link.key"), folder.resolve("volume").resolve("link.key"));

        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> FileDataKeyStore.at(link).createIfMissing().verify())
                .withMessageContaining("symbolic link");
        assertThat(Files.isSymbolicLink(link)).isTrue();
    }

    @Test
    void beginsNoNewFileBesideALogThatLeadsNowhere() throws IOException {
        Files.createSymbolicLink(
                folder.resolve("other.key.log"), folder.resolve("volume").resolve("other.key.log"));

        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> FileDataKeyStore.at(folder.resolve("other.key"))
                        .createIfMissing()
                        .verify())
                .withMessageContaining("is missing, but its access log is there");
        assertThat(folder.resolve("other.key")).doesNotExist();
    }

    @Test
    void touchesNothingInAFolderThatOthersMayWriteTo() throws IOException {
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> FileDataKeyStore.at(open.resolve("other.key"))
                        .createIfMissing()
                        .verify())
                .withMessageContaining("chmod go-w " + open);
        assertThat(open).isEmptyDirectory();
    }

    @Test
    void writesNoFileThatWouldBeTooLongToRead() throws IOException {
        byte[] before = Files.readAllBytes(file);
        try (KeyFile full = new KeyFile(file, InstantSource.system(), step -> {}, before.length + 50)) {
            assertThatExceptionOfType(KeyStoreRefusedException.class)
                    .isThrownBy(() -> full.change(store -> {
                        store.notes().put(new KeyNote(new KeyId(1), KeyNote.Kind.OUTSIDE, Instant.EPOCH, "an export"));
                        return store;
                    }))
                    .withMessageContaining("key database");
        }
        assertThat(file).hasBinaryContent(before);
        assertOpens();
    }

    @Test
    void isCreatedWithTheFoldersAboveIt() throws IOException {
        Path deep = folder.resolve("a").resolve("b").resolve("other.key");

        FileDataKeyStore.at(deep).createIfMissing().verify();

        assertThat(deep).exists();
        assertThat(Files.getPosixFilePermissions(folder.resolve("a")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void isReadableByItsOwnerAlone() throws IOException {
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(log)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    /** Edited by somebody who knows how files are digested, but has no key. */
    @Test
    void sealsNothingUnderAKeyWhoseRowWasEdited() throws IOException {
        KeyFileContent content = KeyFileJson.read(Files.readAllBytes(file));
        List<StoreContent.Key> edited = content.store().keys().stream()
                .map(key -> new StoreContent.Key(
                        new DataKeyRowCopy(key.row())
                                .changed(
                                        key.row().changedAt(),
                                        "mallory",
                                        key.row().reason())
                                .row(),
                        key.changedAt()))
                .toList();
        StoreContent store = content.store();
        Files.write(
                file,
                KeyFileJson.write(new KeyFileContent(
                        new StoreContent(
                                store.revision(),
                                edited,
                                store.notes(),
                                store.approvals(),
                                store.columns(),
                                store.nodes()),
                        content.log())));

        assertThatExceptionOfType(io.columnseal.KeyRejectedException.class).isThrownBy(this::start);
    }

    @Test
    void findsAnEditedEntryOfTheLog() throws IOException {
        List<String> lines = Files.readAllLines(log);
        lines.set(1, lines.get(1).replace("\"actor\":\"", "\"actor\":\"x"));
        Files.write(log, lines);

        assertThat(findings()).contains(AuditFinding.Kind.EDITED);
    }

    @Test
    void findsAnEntryThatWasMadeUnreadable() throws IOException {
        List<String> lines = Files.readAllLines(log);
        lines.set(1, lines.get(1).substring(1));
        Files.write(log, lines);

        assertThat(findings()).isNotEmpty();
    }

    @Test
    void findsThatTheEndOfTheLogWasCutOff() throws IOException {
        List<String> lines = Files.readAllLines(log);
        Files.write(log, lines.subList(0, lines.size() - 1));

        assertThat(findings()).contains(AuditFinding.Kind.MISSING);
    }

    @Test
    void findsThatTheLogIsGone() throws IOException {
        Files.delete(log);

        assertThat(findings()).contains(AuditFinding.Kind.MISSING);
        assertOpens();
    }

    @Test
    void takesNoEntryThatWasNeverCommitted() throws IOException {
        long entries = FileDataKeyStore.at(file).accessLog().lastSequence();
        Files.writeString(log, "{\"sequence\":" + (entries + 1) + ",\"time\":\"20", StandardOpenOption.APPEND);

        assertThat(FileDataKeyStore.at(file).accessLog().read(0, 1_000)).hasSize((int) entries);
        assertThat(findings()).isEmpty();
        try (ColumnSeal seal = start()) {
            seal.keys().rotate("clinic-1", "j.doe", "test");
            assertThat(seal.audit().verify().findings()).isEmpty();
        }
        assertThat(folder.resolve("clinic.db.key.log.uncommitted")).content().endsWith("\"time\":\"20");
        assertOpens();
    }

    @Test
    void keepsALineOfTheArchiveForEachEntry() throws IOException {
        assertThat(Files.readAllLines(log))
                .isEqualTo(FileDataKeyStore.at(file).accessLog().read(0, 1_000).stream()
                        .map(JsonLine::of)
                        .toList());
    }

    @Test
    void readsALongLogPageByPageAndFromItsEnd() {
        FileDataKeyStore store = FileDataKeyStore.at(file);
        List<AccessLog.Entry> many = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            many.add(AccessLog.Entry.of("GENERATE", Instant.EPOCH.plusSeconds(3_600L * i), "actor-" + i)
                    .build());
        }
        long before = store.accessLog().lastSequence();
        store.accessLog().append(many, AccessLogChain.NONE);

        List<LoggedEntry> all = store.accessLog().read(0, Integer.MAX_VALUE);
        List<LoggedEntry> paged = new ArrayList<>();
        for (long after = 0; after < store.accessLog().lastSequence(); ) {
            List<LoggedEntry> page = store.accessLog().read(after, 7);
            paged.addAll(page);
            after = page.get(page.size() - 1).sequence();
        }
        assertThat(all).hasSize((int) before + 2_000);
        assertThat(paged).isEqualTo(all);
        assertThat(store.accessLog().read(10, 3)).isEqualTo(all.subList(10, 13));
        assertThat(store.accessLog().tally(Instant.EPOCH.plusSeconds(3_600L * 1_990)))
                .hasSize(10);
    }

    @Test
    void removesWhatAProcessLeftThatEndedWhileItWrote() throws IOException {
        Path left = Files.createFile(folder.resolve("clinic.db.key.123.part"));
        Path others = Files.createFile(folder.resolve("clinic.db.key.other.key.123.part"));

        FileDataKeyStore.at(file).verify();

        assertThat(left).doesNotExist();
        assertThat(others).exists();
    }

    private List<AuditFinding.Kind> findings() {
        try (ColumnSeal seal = start()) {
            return seal.audit().verify().findings().stream()
                    .map(AuditFinding::kind)
                    .toList();
        }
    }

    private boolean isRefused(byte[] content) throws IOException {
        Files.write(file, content);
        try {
            FileDataKeyStore.at(file).revision();
            return false;
        } catch (KeyFileException e) {
            return true;
        }
    }

    private void assertOpens() {
        try (ColumnSeal seal = start()) {
            assertThat(seal.fields().decrypt(SSN, sealed)).isEqualTo(PLAINTEXT);
        }
    }

    private ColumnSeal start() {
        return ColumnSeal.builder()
                .environment(Environment.TEST)
                .kms(kms)
                .keyStore(FileDataKeyStore.at(file).createIfMissing())
                .build();
    }
}
