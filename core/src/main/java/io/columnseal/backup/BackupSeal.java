package io.columnseal.backup;

import io.columnseal.BackupException;
import io.columnseal.KeyRejectedException;
import io.columnseal.KmsInvalidCiphertextException;
import io.columnseal.internal.crypto.OneShotAesGcm;
import io.columnseal.internal.crypto.RandomBytes;
import io.columnseal.key.DataKeyRow;
import io.columnseal.key.KeyRestore;
import io.columnseal.key.KeySnapshot;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Seals a snapshot into the bytes of a file, and opens them: AES-256-GCM with the head as associated data, under a key that
 * seals this file only. The whole file authenticates, or nothing of it is read.
 */
final class BackupSeal {

    private final KeyRestore keys;
    private final @Nullable Passphrase passphrase;

    /** @param passphrase seals files in place of the SYSTEM key, and opens those that were sealed so; or null */
    BackupSeal(KeyRestore keys, @Nullable Passphrase passphrase) {
        this.keys = keys;
        this.passphrase = passphrase;
    }

    byte[] seal(KeySnapshot snapshot) {
        byte[] salt = RandomBytes.next(BackupHead.SALT_BYTES);
        BackupHead head = passphrase == null
                ? new BackupHead(
                        snapshot.takenAt(),
                        snapshot.environment(),
                        salt,
                        snapshot.systemKey().orElseThrow(),
                        null)
                : new BackupHead(snapshot.takenAt(), snapshot.environment(), salt, null, PassphraseCost.RECOMMENDED);
        byte[] readable = head.write();
        byte[] key = key(head);
        try {
            byte[] sealed = OneShotAesGcm.seal(key, SnapshotBody.write(snapshot), readable);
            return ByteBuffer.allocate(readable.length + sealed.length)
                    .put(readable)
                    .put(sealed)
                    .array();
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * Opens a backup.
     *
     * @param name of it, for errors
     * @throws BackupException if any byte of it is another than was written, or it needs a passphrase that is not this one
     */
    KeySnapshot open(String name, byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        BackupHead head;
        try {
            head = BackupHead.read(bytes);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            // Not chained: it may quote what the file holds
            throw refused(name, "it is no backup of keys, was altered or cut off, or is of a later version", null);
        }
        byte[] key = keyOf(name, head);
        try {
            byte[] body = OneShotAesGcm.open(
                            key,
                            Arrays.copyOfRange(file, bytes.position(), file.length),
                            Arrays.copyOf(file, bytes.position()))
                    .orElseThrow(() -> refused(
                            name,
                            head.systemKey() == null
                                    ? "it was altered or cut off, or the passphrase is another"
                                    : "it was altered or cut off",
                            null));
            return SnapshotBody.read(body);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw refused(name, "what it holds is not what this version writes", null);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private byte[] keyOf(String name, BackupHead head) {
        if (head.systemKey() == null && passphrase == null) {
            throw refused(name, "it was sealed under a passphrase, which is missing", null);
        }
        try {
            return key(head);
        } catch (KmsInvalidCiphertextException | KeyRejectedException e) {
            throw refused(
                    name,
                    "its SYSTEM key does not unwrap or is not the pinned one: it was altered or planted, or is not of this"
                            + " environment",
                    e);
        }
    }

    private byte[] key(BackupHead head) {
        DataKeyRow systemKey = head.systemKey();
        if (systemKey != null) {
            return keys.backupKey(systemKey, head.salt());
        }
        PassphraseCost cost = head.passphraseCost();
        if (passphrase == null || cost == null) {
            throw new IllegalStateException("no passphrase");
        }
        return passphrase.key(head.salt(), cost);
    }

    private static BackupException refused(String name, String problem, @Nullable Throwable cause) {
        return new BackupException("Backup " + name + " is refused: " + problem + ". Nothing was restored", cause);
    }
}
