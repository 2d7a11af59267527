package io.columnseal.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * Files that only the user of this process can read, written whole or not at all: the bytes are on the disk under another
 * name before they get theirs. Where the file system knows no POSIX permissions, the directory has to protect them.
 */
public final class OwnerOnlyFiles {

    private static final Set<PosixFilePermission> OF_OTHERS = Set.copyOf(EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE)));

    private OwnerOnlyFiles() {}

    /** Creates a directory, and those above it, for this user only; one that is there stays as it is. */
    public static void createDirectories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, attributes(directory, "rwx------"));
        }
    }

    /** What others than the owner may do with a file or directory, as {@code ls} shows it; empty if nothing. */
    public static String opennessOf(Path path) throws IOException {
        if (!isPosix(path)) {
            return "";
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        return permissions.stream().anyMatch(OF_OTHERS::contains) ? PosixFilePermissions.toString(permissions) : "";
    }

    /** What a new file is created with. */
    public static FileAttribute<?>[] attributes(Path where) {
        return attributes(where, "rw-------");
    }

    /** Writes a file that must not be there yet. */
    public static void writeNew(Path file, byte[] content) throws IOException {
        // Keeps others from taking the name until the content has it
        Files.createFile(file, attributes(file));
        try {
            replace(file, content);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Writes a file, in place of the one that may be there. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Path part = Files.createTempFile(directory, file.getFileName() + ".", ".part", attributes(file));
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(directory);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** The name is on the disk once its directory is; where directories cannot be opened, the system sees to that. */
    private static void force(Path directory) throws IOException {
        if (isPosix(directory)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] attributes(Path where, String permissions) {
        return isPosix(where)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
