package io.columnseal.backup;

import static io.columnseal.internal.LengthPrefixed.encode;
import static io.columnseal.internal.LengthPrefixed.number;
import static io.columnseal.internal.LengthPrefixed.text;

import io.columnseal.key.DataKeyRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The readable beginning of a backup, which says how the rest is opened. Not believed before the rest authenticates it.
 *
 * @param takenAt when
 * @param environment whose keys they are
 * @param salt makes the key of this file another than that of every other one
 * @param systemKey the row of the SYSTEM key, from which the file's key comes; null if it comes from a passphrase
 * @param passphraseCost what the passphrase costs; null if the key comes from the SYSTEM key
 */
record BackupHead(
        Instant takenAt,
        String environment,
        byte[] salt,
        @Nullable DataKeyRow systemKey,
        @Nullable PassphraseCost passphraseCost) {

    static final int SALT_BYTES = 32;

    /** More than a row can take. */
    static final int MAX_BYTES = 1 << 16;

    private static final byte[] MAGIC = "ColSealB".getBytes(StandardCharsets.US_ASCII);
    private static final byte VERSION = 0x01;
    private static final byte UNDER_SYSTEM_KEY = 0x01;
    private static final byte UNDER_PASSPHRASE = 0x02;
    private static final int FIXED_BYTES = MAGIC.length + 2 + Integer.BYTES;

    byte[] write() {
        byte[] list = systemKey == null ? passphraseList() : systemKeyList(systemKey);
        return ByteBuffer.allocate(FIXED_BYTES + list.length)
                .put(MAGIC)
                .put(VERSION)
                .put(systemKey == null ? UNDER_PASSPHRASE : UNDER_SYSTEM_KEY)
                .putInt(list.length)
                .put(list)
                .array();
    }

    private byte[] systemKeyList(DataKeyRow row) {
        return encode(SnapshotRecords.time(takenAt), text(environment), salt, SnapshotRecords.of(row));
    }

    private byte[] passphraseList() {
        PassphraseCost cost = Objects.requireNonNull(passphraseCost);
        return encode(
                SnapshotRecords.time(takenAt),
                text(environment),
                salt,
                number(cost.memoryKib()),
                number(cost.iterations()),
                number(cost.lanes()));
    }

    /**
     * Reads the beginning of a file and leaves the buffer behind it.
     *
     * @throws IllegalArgumentException if it is none
     */
    static BackupHead read(ByteBuffer file) {
        if (file.remaining() < FIXED_BYTES) {
            throw new IllegalArgumentException("it is too short");
        }
        byte[] magic = new byte[MAGIC.length];
        file.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new IllegalArgumentException("it does not begin like one");
        }
        byte version = file.get();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "it is of the version " + version + ", which this library does not know");
        }
        byte protection = file.get();
        int length = file.getInt();
        if (length < 0 || length > Math.min(MAX_BYTES, file.remaining())) {
            throw new IllegalArgumentException("its head is cut off or too long");
        }
        ByteBuffer list = file.slice(file.position(), length);
        file.position(file.position() + length);
        return read(protection, list);
    }

    private static BackupHead read(byte protection, ByteBuffer list) {
        RecordReader from = new RecordReader(list);
        Instant takenAt = from.time();
        String environment = from.text();
        byte[] salt = from.bytes();
        BackupHead head = switch (protection) {
            case UNDER_SYSTEM_KEY -> new BackupHead(takenAt, environment, salt, row(from.bytes()), null);
            case UNDER_PASSPHRASE ->
                new BackupHead(
                        takenAt, environment, salt, null, new PassphraseCost(from.count(), from.count(), from.count()));
            default -> throw new IllegalArgumentException("it is sealed in an unknown way");
        };
        from.end();
        if (salt.length != SALT_BYTES || list.hasRemaining()) {
            throw new IllegalArgumentException("its head is not as it is written");
        }
        return head;
    }

    private static DataKeyRow row(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        DataKeyRow row = SnapshotRecords.row(new RecordReader(bytes));
        if (bytes.hasRemaining()) {
            throw new IllegalArgumentException("its head is not as it is written");
        }
        return row;
    }
}
