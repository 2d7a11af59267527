package io.columnseal.file;

import io.columnseal.cipher.SealedValue;
import io.columnseal.internal.FieldLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The header of a sealed file: its sealed body key and the name of its context. It stands twice, each copy filling a
 * sector, so that it can be replaced in its place: whenever that is interrupted, one copy is whole. The check sum tells
 * which one, without a key; it says nothing of who wrote it. Frozen by stored data.
 */
final class StoredHeader {

    static final int COPY_BYTES = 512;

    /** Where the body begins. */
    static final int BYTES = 2 * COPY_BYTES;

    static final int BODY_KEY_BYTES = 32;

    /** A sealed body key: a sealed value without padding. */
    static final int SEALED_KEY_BYTES = FieldLayout.TEXT_OFFSET + BODY_KEY_BYTES + FieldLayout.TAG_BYTES;

    /** "CSF" and the version of this layout. */
    private static final byte[] MAGIC = {'C', 'S', 'F', 1};

    private static final int CHECKED_BYTES = COPY_BYTES - Integer.BYTES;

    private final byte[] sealedKey;
    private final String name;

    /** @param sealedKey {@link #SEALED_KEY_BYTES} bytes, taken over */
    StoredHeader(byte[] sealedKey, String name) {
        this.sealedKey = sealedKey;
        this.name = name;
    }

    /**
     * Reads the first whole copy.
     *
     * @param bytes the first {@link #BYTES} of a file, or fewer if it has no more
     * @return empty if neither copy is whole
     */
    static Optional<StoredHeader> read(byte[] bytes) {
        int copy = wholeCopy(bytes);
        return copy < 0 ? Optional.empty() : Optional.ofNullable(parse(bytes, copy * COPY_BYTES));
    }

    /**
     * The first whole copy, and the second one if that is another header: after a re-encryption that was interrupted,
     * under the newer key.
     *
     * @param bytes as of {@link #read}
     * @return empty if the first whole copy is no header
     */
    static List<Copy> copies(byte[] bytes) {
        int place = wholeCopy(bytes);
        StoredHeader first = place < 0 ? null : parse(bytes, place * COPY_BYTES);
        if (first == null) {
            return List.of();
        }
        boolean another =
                place == 0 && isWhole(bytes, 1) && !Arrays.equals(bytes, 0, COPY_BYTES, bytes, COPY_BYTES, BYTES);
        StoredHeader second = another ? parse(bytes, COPY_BYTES) : null;
        return second == null ? List.of(new Copy(place, first)) : List.of(new Copy(place, first), new Copy(1, second));
    }

    /** The first copy that is whole, 0 or 1; -1 if none is. */
    private static int wholeCopy(byte[] bytes) {
        if (bytes.length < BYTES) {
            return -1;
        }
        return isWhole(bytes, 0) ? 0 : isWhole(bytes, 1) ? 1 : -1;
    }

    private static boolean isWhole(byte[] bytes, int place) {
        int start = place * COPY_BYTES;
        return ByteBuffer.wrap(bytes).getInt(start + CHECKED_BYTES) == checkSum(bytes, start);
    }

    private static @Nullable StoredHeader parse(byte[] bytes, int start) {
        ByteBuffer copy = ByteBuffer.wrap(bytes, start, CHECKED_BYTES);
        byte[] magic = new byte[MAGIC.length];
        byte[] sealedKey = new byte[SEALED_KEY_BYTES];
        copy.get(magic).get(sealedKey);
        int nameBytes = Byte.toUnsignedInt(copy.get());
        ByteBuffer name = copy.slice(copy.position(), nameBytes);
        copy.position(copy.position() + nameBytes);
        while (copy.hasRemaining()) {
            if (copy.get() != 0) {
                return null;
            }
        }
        try {
            String decoded = StandardCharsets.UTF_8.newDecoder().decode(name).toString();
            return Arrays.equals(magic, MAGIC) && !decoded.isBlank() ? new StoredHeader(sealedKey, decoded) : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The body key as it is sealed: a copy. */
    byte[] sealedKey() {
        return sealedKey.clone();
    }

    String name() {
        return name;
    }

    /** What may be told of it; empty if suite or key cannot be. */
    Optional<FileHeader> visible() {
        return SealedValue.header(sealedKey).map(header -> new FileHeader(header.suite(), header.key(), name));
    }

    /** One copy. */
    byte[] copy() {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer copy = ByteBuffer.allocate(COPY_BYTES)
                .put(MAGIC)
                .put(sealedKey)
                .put((byte) encoded.length)
                .put(encoded);
        return copy.putInt(CHECKED_BYTES, checkSum(copy.array(), 0)).array();
    }

    private static int checkSum(byte[] bytes, int start) {
        CRC32C checkSum = new CRC32C();
        checkSum.update(bytes, start, CHECKED_BYTES);
        return (int) checkSum.getValue();
    }

    /**
     * A copy that is whole.
     *
     * @param place 0 or 1
     */
    record Copy(int place, StoredHeader header) {}
}
