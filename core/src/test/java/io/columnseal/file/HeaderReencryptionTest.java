package io.columnseal.file;

import static io.columnseal.file.TestFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.columnseal.DecryptionException;
import io.columnseal.KeyUnusableException;
import io.columnseal.cipher.Suite;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyState;
import io.columnseal.key.KeyUsage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeaderReencryptionTest {

    private static final long NEW_KEY = 7;

    private final TestFiles test = new TestFiles();

    @TempDir
    Path folder;

    private Path file;
    private byte[] before;

    @BeforeEach
    void seal() throws IOException {
        before = test.seal(text(100_000));
        file = Files.write(folder.resolve("file"), before);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void movesAFileToTheActiveKeyAndLeavesItsBody() throws IOException {
        rotate();

        assertThat(test.files.reencryptHeader(file)).isTrue();

        byte[] after = Files.readAllBytes(file);
        assertThat(SealedFiles.header(file).key()).isEqualTo(new KeyId(NEW_KEY));
        assertThat(after).hasSameSizeAs(before);
        assertThat(body(after)).isEqualTo(body(before));
        assertThat(copy(after, 0)).isEqualTo(copy(after, 1)).isNotEqualTo(copy(before, 0));
        assertThat(test.open(after)).isEqualTo(text(100_000));
    }

    @Test
    void leavesAFileAloneThatIsUnderTheActiveKey() throws IOException {
        assertThat(test.files.reencryptHeader(file)).isFalse();
        rotate();
        assertThat(test.files.reencryptHeader(file)).isTrue();
        byte[] after = Files.readAllBytes(file);

        assertThat(test.files.reencryptHeader(file)).isFalse();
        assertThat(file).hasBinaryContent(after);
    }

    /** However far the two writes got, and whatever a torn sector holds. */
    @Test
    void opensAfterACrashAtAnyByteAndIsCompletedByTheNextRun() throws IOException {
        rotate();
        test.files.reencryptHeader(file);
        byte[] after = Files.readAllBytes(file);

        for (int written = 0; written <= StoredHeader.BYTES; written++) {
            byte[] crashed = crashed(after, written);
            assertThat(test.open(crashed)).isEqualTo(text(100_000));
            if (written % 64 == 1) {
                Files.write(file, crashed);
                assertThat(test.files.reencryptHeader(file)).isTrue();
                byte[] completed = Files.readAllBytes(file);
                assertThat(copy(completed, 0)).isEqualTo(copy(completed, 1));
                assertThat(SealedFiles.header(file).key()).isEqualTo(new KeyId(NEW_KEY));
                assertThat(test.open(completed)).isEqualTo(text(100_000));
            }
        }
    }

    /** The second copy is written first. */
    private byte[] crashed(byte[] after, int written) {
        byte[] crashed = before.clone();
        int second = Math.min(written, StoredHeader.COPY_BYTES);
        System.arraycopy(after, StoredHeader.COPY_BYTES, crashed, StoredHeader.COPY_BYTES, second);
        System.arraycopy(after, 0, crashed, 0, written - second);
        if (second < StoredHeader.COPY_BYTES && second > 0) {
            crashed[StoredHeader.COPY_BYTES + second] ^= 0x55;
        }
        return crashed;
    }

    @Test
    void healsADamagedCopy() throws IOException {
        for (int place : new int[] {0, 1}) {
            Files.write(file, damaged(place));

            assertThat(test.files.reencryptHeader(file)).isTrue();

            byte[] healed = Files.readAllBytes(file);
            assertThat(copy(healed, 0)).isEqualTo(copy(healed, 1)).isEqualTo(copy(before, 1));
            assertThat(test.open(healed)).isEqualTo(text(100_000));
        }
    }

    /** The only copy that is whole must be the last one to be written. */
    @Test
    void neverWritesOverTheOnlyWholeCopy() throws IOException {
        rotate();
        for (byte[] stored : new byte[][] {before, damaged(0), damaged(1)}) {
            Files.write(file, stored);

            assertThatIOException().isThrownBy(() -> interrupted().run(file)).withMessage("power failure");

            assertThat(test.open(Files.readAllBytes(file))).isEqualTo(text(100_000));
        }
    }

    private HeaderReencryption interrupted() {
        return new HeaderReencryption(new BodyKeys(test.keys.ring(), event -> {}), (channel, copy, place) -> {
            channel.write(ByteBuffer.allocate(300), (long) place * StoredHeader.COPY_BYTES);
            throw new IOException("power failure");
        });
    }

    /** Nobody ran it again, and the old key was destroyed since nothing was thought to be under it. */
    @Test
    void opensByTheSecondCopyOnceTheKeyOfTheFirstIsGone() throws IOException {
        byte[] crashed = crashedBetweenTheWrites();
        destroyOldKey();

        assertThat(test.open(crashed)).isEqualTo(text(100_000));
        assertThatExceptionOfType(KeyUnusableException.class).isThrownBy(() -> test.open(before));
    }

    /** The access log is to name the key that opened the file, not one that is gone. */
    @Test
    void tellsTheKeyOfTheCopyThatOpened() throws IOException {
        Files.write(file, crashedBetweenTheWrites());
        List<KeyId> told = new ArrayList<>();

        test.files.open(TestFiles.SCAN, file, folder.resolve("plain"), done -> {}, opened -> told.add(opened.key()));
        destroyOldKey();
        test.files.open(TestFiles.SCAN, file, folder.resolve("plain"), done -> {}, opened -> told.add(opened.key()));

        assertThat(told).containsExactly(new KeyId(TestFiles.KEY), new KeyId(NEW_KEY));
    }

    @Test
    void completesWhatWasInterruptedOnceTheKeyOfTheFirstCopyIsGone() throws IOException {
        Files.write(file, crashedBetweenTheWrites());
        destroyOldKey();

        assertThat(test.files.reencryptHeader(file)).isTrue();

        byte[] completed = Files.readAllBytes(file);
        assertThat(copy(completed, 0)).isEqualTo(copy(completed, 1));
        assertThat(SealedFiles.header(file).key()).isEqualTo(new KeyId(NEW_KEY));
        assertThat(test.open(completed)).isEqualTo(text(100_000));
    }

    @Test
    void neverWritesOverTheOnlyCopyThatOpens() throws IOException {
        Files.write(file, crashedBetweenTheWrites());
        destroyOldKey();
        test.keys.add(NEW_KEY + 1, "clinic-1", KeyUsage.FILE, Suite.AES_256_GCM, KeyState.ACTIVE, new byte[32]);

        assertThatIOException().isThrownBy(() -> interrupted().run(file)).withMessage("power failure");

        assertThat(test.open(Files.readAllBytes(file))).isEqualTo(text(100_000));
    }

    /** A second copy is for what its key's end left behind, not for a first one that was altered. */
    @Test
    void triesNoSecondCopyWhereTheFirstIsNotGenuine() throws IOException {
        byte[] crashed = crashedBetweenTheWrites();
        byte[] sealedKey = StoredHeader.read(before).orElseThrow().sealedKey();
        sealedKey[sealedKey.length - 1] ^= 1;
        byte[] altered = new StoredHeader(sealedKey, "patient.scan").copy();
        System.arraycopy(altered, 0, crashed, 0, altered.length);

        assertThatExceptionOfType(DecryptionException.class).isThrownBy(() -> test.open(crashed));
    }

    /** Both copies are whole, and the first is under the old key. */
    private byte[] crashedBetweenTheWrites() throws IOException {
        rotate();
        test.files.reencryptHeader(file);
        return crashed(Files.readAllBytes(file), StoredHeader.COPY_BYTES);
    }

    private void destroyOldKey() {
        test.keys.add(TestFiles.KEY, "clinic-1", KeyUsage.FILE, Suite.AES_256_GCM, KeyState.DESTROYED, new byte[32]);
        test.keys.ring().evict("clinic-1");
    }

    private byte[] damaged(int place) {
        byte[] damaged = before.clone();
        int start = place * StoredHeader.COPY_BYTES;
        Arrays.fill(damaged, start, start + StoredHeader.COPY_BYTES, (byte) 0);
        return damaged;
    }

    @Test
    void writesNothingToWhatIsNoSealedFile() throws IOException {
        for (byte[] other : new byte[][] {{}, text(10), text(5000), Arrays.copyOf(before, StoredHeader.BYTES - 1)}) {
            Files.write(file, other);

            assertThatExceptionOfType(DecryptionException.class).isThrownBy(() -> test.files.reencryptHeader(file));
            assertThat(file).hasBinaryContent(other);
        }
    }

    @Test
    void waitsForNobodyWhoReencryptsTheSameFile() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThatExceptionOfType(FileSystemException.class)
                    .isThrownBy(() -> test.files.reencryptHeader(file))
                    .withMessageContaining("elsewhere");
        }
        assertThat(file).hasBinaryContent(before);
    }

    private void rotate() {
        test.addRetired(TestFiles.KEY, Suite.AES_256_GCM);
        test.keys.add(NEW_KEY, "clinic-1", KeyUsage.FILE, Suite.AES_256_GCM, KeyState.ACTIVE, new byte[32]);
        test.keys.ring().evict("clinic-1");
    }

    private static byte[] copy(byte[] file, int place) {
        return Arrays.copyOfRange(file, place * StoredHeader.COPY_BYTES, (place + 1) * StoredHeader.COPY_BYTES);
    }

    private static byte[] body(byte[] file) {
        return Arrays.copyOfRange(file, StoredHeader.BYTES, file.length);
    }
}
