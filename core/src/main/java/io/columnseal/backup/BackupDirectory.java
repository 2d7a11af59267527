package io.columnseal.backup;

import io.columnseal.BackupException;
import io.columnseal.internal.OwnerOnlyFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Where backups lie: files of mode 600 in a directory of mode 700. */
final class BackupDirectory {

    private static final String EXTENSION = ".backup";

    /** Some two million keys; a file is read at once. */
    private static final long MAX_BYTES = 1L << 30;

    private final Path directory;
    private final Consumer<String> step;

    BackupDirectory(Path directory) {
        this(directory, step -> {});
    }

    /** @param step told between any two things that are done to the disk when a backup is written */
    BackupDirectory(Path directory, Consumer<String> step) {
        this.directory = directory.toAbsolutePath();
        this.step = step;
    }

    /** Writes a backup that is not there yet, whole or not at all. */
    Path write(String name, byte[] content) {
        if (content.length > MAX_BYTES) {
            throw new BackupException(
                    "A backup would have more than " + MAX_BYTES + " bytes, which nobody reads", null);
        }
        try {
            OwnerOnlyFiles.createDirectories(directory);
            requireClosed(directory, "700");
            OwnerOnlyFiles.writeNew(file(name), content, step);
            return file(name);
        } catch (FileAlreadyExistsException e) {
            throw new BackupException(
                    "There is a backup named " + name + " already, which is kept: name this one" + " otherwise", e);
        } catch (IOException e) {
            throw failed("written", name, e);
        }
    }

    byte[] read(String name) {
        Path file = file(name);
        try {
            requireClosed(directory, "700");
            requireClosed(file, "600");
            if (Files.size(file) > MAX_BYTES) {
                throw new BackupException(
                        "Backup " + name + " has more than " + MAX_BYTES + " bytes: it is none", null);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw failed("read", name, e);
        }
    }

    /** Newest first, as far as names and heads tell, which nobody has verified. */
    List<BackupInfo> list() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(EXTENSION))
                    .flatMap(file -> info(file).stream())
                    .sorted(Comparator.comparing(BackupInfo::takenAt)
                            .thenComparing(BackupInfo::name)
                            .reversed())
                    .toList();
        } catch (IOException e) {
            throw failed("listed", directory.toString(), e);
        }
    }

    void delete(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw failed("removed", name, e);
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    private Path file(String name) {
        return directory.resolve(BackupName.require(name) + EXTENSION);
    }

    /** Empty for a file that does not begin like a backup, or has gone meanwhile. */
    private static Optional<BackupInfo> info(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            BackupHead head = BackupHead.read(ByteBuffer.wrap(in.readNBytes(2 * BackupHead.MAX_BYTES)));
            String fileName = file.getFileName().toString();
            return Optional.of(new BackupInfo(
                    fileName.substring(0, fileName.length() - EXTENSION.length()),
                    file,
                    head.takenAt(),
                    Files.size(file),
                    head.environment(),
                    head.systemKey() == null ? null : head.systemKey().info().kekId()));
        } catch (IOException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static void requireClosed(Path path, String mode) throws IOException {
        String openness = OwnerOnlyFiles.opennessOf(path);
        if (!openness.isEmpty()) {
            throw new BackupException(
                    path + " is open to others (" + openness + "). Have a look at who could have read or replaced it,"
                            + " then: chmod " + mode + " " + path,
                    null);
        }
    }

    private static BackupException failed(String what, String name, IOException cause) {
        String problem = cause instanceof NoSuchFileException ? ": there is no such file" : "";
        return new BackupException("Backup " + name + " could not be " + what + problem, cause);
    }
}
