package io.columnseal.file;

import io.columnseal.internal.OwnerOnlyFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is there whole or not at all: written beside its place, for its owner only, and moved there when it is
 * complete and on the disk. A process that is killed meanwhile leaves {@code .columnseal-….part} behind.
 */
final class WholeFile {

    private WholeFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    interface Content {

        void writeTo(OutputStream target) throws IOException;
    }

    /** Puts a file in its place, instead of one that may be there; whatever is thrown, that one stays. */
    static void write(Path file, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("a root folder is no file: " + file);
        }
        Path part = Files.createTempFile(folder, ".columnseal-", ".part", OwnerOnlyFiles.attributes(folder));
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                content.writeTo(Channels.newOutputStream(channel));
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            // Whoever deletes the original next must not lose both to a power failure
            OwnerOnlyFiles.force(folder);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
