package io.columnseal.file;

import io.columnseal.DecryptionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the header of a file under its tenant's active key, in its place: first the copy that it was not made of, then, once
 * that one is on the disk, the other. Readers find a whole copy at any time, and so does whoever comes after a crash.
 */
final class HeaderReencryption {

    private final BodyKeys bodyKeys;
    private final CopyWriter writer;

    HeaderReencryption(BodyKeys bodyKeys) {
        this(bodyKeys, HeaderReencryption::write);
    }

    /** @param writer puts a copy of the header on the disk */
    HeaderReencryption(BodyKeys bodyKeys, CopyWriter writer) {
        this.bodyKeys = bodyKeys;
        this.writer = writer;
    }

    /** Writes one copy of the header, and returns when it is on the disk. */
    @FunctionalInterface
    interface CopyWriter {

        /** @param place 0 or 1 */
        void write(FileChannel channel, byte[] copy, int place) throws IOException;
    }

    /**
     * Re-encrypts.
     *
     * @return whether the file was written to: its key was not the active one, or one copy was not like the other
     * @throws DecryptionException if it has no header that opens; nothing was written
     */
    boolean run(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            if (lock == null) {
                throw busy(file);
            }
            return reencrypt(channel, file);
        } catch (OverlappingFileLockException e) {
            throw busy(file);
        }
    }

    private boolean reencrypt(FileChannel channel, Path file) throws IOException {
        byte[] stored = read(channel);
        List<StoredHeader.Copy> copies = StoredHeader.copies(stored);
        if (copies.isEmpty()) {
            throw DecryptionException.ofFile(name(file));
        }
        StoredHeader.Copy reencrypted = bodyKeys.reencrypt(copies);
        byte[] copy = reencrypted.header().copy();
        ByteBuffer both = ByteBuffer.allocate(StoredHeader.BYTES).put(copy).put(copy);
        if (Arrays.equals(stored, both.array())) {
            return false;
        }
        writer.write(channel, copy, 1 - reencrypted.place());
        writer.write(channel, copy, reencrypted.place());
        return true;
    }

    private static byte[] read(FileChannel channel) throws IOException {
        ByteBuffer stored = ByteBuffer.allocate(StoredHeader.BYTES);
        while (stored.hasRemaining() && channel.read(stored, stored.position()) >= 0) {
            // Until it is full or the file ends
        }
        return Arrays.copyOf(stored.array(), stored.position());
    }

    private static void write(FileChannel channel, byte[] copy, int place) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(copy);
        while (rest.hasRemaining()) {
            channel.write(rest, (long) place * StoredHeader.COPY_BYTES + rest.position());
        }
        channel.force(true);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        return channel.tryLock();
    }

    private static FileSystemException busy(Path file) {
        return new FileSystemException(file.toString(), null, "its header is being re-encrypted elsewhere");
    }

    private static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }
}
