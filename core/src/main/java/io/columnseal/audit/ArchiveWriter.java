package io.columnseal.audit;

import io.columnseal.AuditException;
import io.columnseal.internal.OwnerOnlyFiles;
import io.columnseal.key.AccessLog;
import io.columnseal.key.LogHead;
import io.columnseal.key.LoggedEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/** Writes the older entries of the access log to a file that is there whole or not at all. */
final class ArchiveWriter {

    private static final int PAGE = 500;

    private final AccessLog log;
    private final Path directory;
    private final Instant before;
    private LogHead head = new LogHead(0, new byte[0]);

    ArchiveWriter(AccessLog log, Path directory, Instant before) {
        this.log = log;
        this.directory = directory;
        this.before = before;
    }

    /** @param archived the number of the last entry that was removed earlier */
    AuditArchive write(long archived) {
        try {
            Path part =
                    Files.createTempFile(directory, "columnseal-audit-", ".part", OwnerOnlyFiles.attributes(directory));
            try {
                writeEntries(part, archived);
                if (head.sequence() == 0) {
                    throw new AuditException("The access log has no entry before " + before, null);
                }
                Path file = directory.resolve(ArchiveName.of(archived + 1, head.sequence()));
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                // Entries may be removed once it is there
                OwnerOnlyFiles.force(directory);
                return new AuditArchive(file, archived + 1, head);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new AuditException("The archive of the access log could not be written to " + directory, e);
        }
    }

    private void writeEntries(Path part, long archived) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            List<LoggedEntry> page;
            long read = archived;
            do {
                page = log.read(read, PAGE);
                for (LoggedEntry entry : page) {
                    if (!entry.entry().time().isBefore(before)) {
                        page = List.of();
                        break;
                    }
                    write(channel, entry);
                    read = entry.sequence();
                }
            } while (!page.isEmpty());
            channel.force(true);
        }
    }

    private void write(FileChannel channel, LoggedEntry entry) throws IOException {
        ByteBuffer line = StandardCharsets.US_ASCII.encode(JsonLine.of(entry) + "\n");
        while (line.hasRemaining()) {
            channel.write(line);
        }
        head = entry.head();
    }
}
