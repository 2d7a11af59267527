package io.columnseal.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
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
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files that only the user of this process can read, written whole or not at all: the bytes are on the disk under another
 * name before they get theirs. Where the file system knows no POSIX permissions, the directory has to protect them.
 */
public final class OwnerOnlyFiles {

    private static final Set<PosixFilePermission> OF_OTHERS = Set.copyOf(EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE)));

    private static final String PART = ".part";

    private OwnerOnlyFiles() {}

    /** Creates a directory, and those above it, for this user only; one that is there stays as it is. */
    public static void createDirectories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Path parent = directory.toAbsolutePath().getParent();
            if (parent != null) {
                createDirectories(parent);
            }
            Files.createDirectories(directory, attributes(directory, "rwx------"));
            forceIfReadable(parent);
        }
    }

    /** A file that is on the disk is lost all the same in a directory whose name is not. */
    private static void forceIfReadable(@Nullable Path directory) throws IOException {
        if (directory != null && Files.isReadable(directory)) {
            force(directory);
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

    /** Whether others than the owner may give the names in a directory to files of theirs. */
    public static boolean isWritableByOthers(Path directory) throws IOException {
        if (!isPosix(directory)) {
            return false;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }

    /** What a new file is created with. */
    public static FileAttribute<?>[] attributes(Path where) {
        return attributes(where, "rw-------");
    }

    /** Writes a file that must not be there yet. */
    public static void writeNew(Path file, byte[] content) throws IOException {
        writeNew(file, content, step -> {});
    }

    /** The same, told of the same steps as {@link #replace(Path, byte[], Consumer)}. */
    public static void writeNew(Path file, byte[] content, Consumer<String> step) throws IOException {
        writeBeside(file, content, step, OwnerOnlyFiles::nameNew);
    }

    /** Writes a file, in place of the one that may be there. */
    public static void replace(Path file, byte[] content) throws IOException {
        replace(file, content, step -> {});
    }

    /**
     * The same, told step by step to whoever wants to see a process end between two of them: {@code created}, {@code
     * written}, {@code forced}, {@code named}.
     */
    public static void replace(Path file, byte[] content, Consumer<String> step) throws IOException {
        writeBeside(
                file,
                content,
                step,
                (part, name) ->
                        Files.move(part, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
    }

    private static void writeBeside(Path file, byte[] content, Consumer<String> step, Naming naming)
            throws IOException {
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Path part = Files.createTempFile(directory, file.getFileName() + ".", PART, attributes(file));
        try {
            step.accept("created");
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                step.accept("written");
                channel.force(true);
            }
            step.accept("forced");
            naming.name(part, file);
            step.accept("named");
            force(directory);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Gives a file that is on the disk a name that no other has, whoever takes names meanwhile. It may keep its former one as
     * well: whoever calls this removes that.
     *
     * @throws FileAlreadyExistsException if the name is taken
     */
    public static void nameNew(Path part, Path file) throws IOException {
        try {
            // A link never takes the place of a file, as a rename does
            Files.createLink(file, part);
        } catch (FileAlreadyExistsException e) {
            throw new FileAlreadyExistsException(file.toString());
        } catch (FileSystemException | UnsupportedOperationException e) {
            // Where there are no links, the name is taken first: a process that ends now leaves an empty file
            Files.createFile(file, attributes(file));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Gives content that is on the disk its name. */
    private interface Naming {
        void name(Path part, Path file) throws IOException;
    }

    /** Removes what processes left beside a file that ended while they replaced it; nobody may be replacing it now. */
    public static void removeParts(Path file) throws IOException {
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Pattern part = Pattern.compile(Pattern.quote(file.getFileName() + ".") + "\\d+" + Pattern.quote(PART));
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(
                directory, path -> part.matcher(path.getFileName().toString()).matches())) {
            for (Path left : parts) {
                Files.deleteIfExists(left);
            }
        }
    }

    /** Puts the names in a directory on the disk. Where directories cannot be opened, the system sees to that. */
    public static void force(Path directory) throws IOException {
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
