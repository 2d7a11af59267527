package io.columnseal.file;

import io.columnseal.internal.OwnerOnlyFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is there whole or not at all: written beside its place, for its owner only, and moved there when it is
 * complete and on the disk. A process that is told to end takes what it has written away; one that is killed, or loses its power,
 * leaves {@code .columnseal-….part} behind.
 */
final class WholeFile {

    private WholeFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    interface Content {

        void writeTo(OutputStream target) throws IOException;
    }

    /**
     * Puts a file in its place; whatever is thrown, one that is there stays.
     *
     * @param replacing whether it takes the place of one that is there
     * @throws FileAlreadyExistsException if it must not, also if that one came while this was written
     */
    static void write(Path file, boolean replacing, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("a root folder is no file: " + file);
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("a device, pipe or folder would be replaced by a file: " + file);
        }
        if (!replacing && Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Path part = Files.createTempFile(folder, ".columnseal-", ".part", OwnerOnlyFiles.attributes(folder));
        Thread removal = new Thread(() -> delete(part), "columnseal-part-removal");
        boolean registered = register(removal);
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                content.writeTo(Channels.newOutputStream(channel));
                channel.force(true);
            }
            if (replacing) {
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } else {
                OwnerOnlyFiles.nameNew(part, file);
            }
            // Whoever deletes the original next must not lose both to a power failure
            OwnerOnlyFiles.force(folder);
        } finally {
            Files.deleteIfExists(part);
            if (registered) {
                unregister(removal);
            }
        }
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // Nobody is left to be told
        }
    }

    /** False if the process is ending already. */
    private static boolean register(Thread removal) {
        try {
            Runtime.getRuntime().addShutdownHook(removal);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static void unregister(Thread removal) {
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook finds no file
        }
    }
}
