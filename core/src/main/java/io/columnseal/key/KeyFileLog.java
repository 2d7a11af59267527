package io.columnseal.key;

import io.columnseal.internal.OwnerOnlyFiles;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The access log beside a key file, a line of JSON for each entry. It only grows; where it ends is said by the key file,
 * which is written afterwards: what is behind that end was never committed. Safe for use by many threads, of which one at
 * a time appends.
 */
final class KeyFileLog {

    private static final byte[] NONE = new byte[0];
    private static final int BLOCK_BYTES = 1 << 16;

    /** By how much the clocks of those who append may differ. */
    private static final Duration DISORDER = Duration.ofHours(1);

    private final Path path;
    private final Consumer<String> step;

    /** Where whoever reads page after page goes on. */
    private volatile Place lastRead = Place.BEGINNING;

    KeyFileLog(Path path, Consumer<String> step) {
        this.path = path;
        this.step = step;
    }

    /**
     * How much of the log is committed.
     *
     * @param entries the number of the last entry, whether it is still there or not
     * @param bytes the length of the file; one that is shorter was cut, one that is longer was never committed so far
     */
    record End(long entries, long bytes) {

        static final End NOTHING = new End(0, 0);
    }

    /** Behind an entry. */
    private record Place(long sequence, long offset) {

        static final Place BEGINNING = new Place(0, 0);
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** Whether there is anything by its name, a link that leads nowhere as well. */
    boolean isNamed() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    LogHead head(End end) throws IOException {
        LoggedEntry[] last = new LoggedEntry[1];
        if (exists()) {
            walk(end, placeBefore(end, Instant.MAX), entry -> {
                last[0] = entry;
                return true;
            });
        }
        return last[0] != null && last[0].sequence() == end.entries()
                ? last[0].head()
                : new LogHead(end.entries(), NONE);
    }

    /** Appends entries, which are on the disk when this returns. They are committed once a key file has the new end. */
    End append(End end, List<LoggedEntry> entries) throws IOException {
        if (entries.isEmpty()) {
            return end;
        }
        try (FileChannel channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                OwnerOnlyFiles.attributes(path))) {
            long begin = Math.min(channel.size(), end.bytes());
            setAside(channel, begin);
            channel.position(begin);
            StringBuilder lines = new StringBuilder(isLineStart(channel, begin) ? "" : "\n");
            entries.forEach(entry -> lines.append(entry.toJson()).append('\n'));
            write(channel, StandardCharsets.US_ASCII.encode(lines.toString()));
            step.accept("log-written");
            channel.force(true);
            step.accept("log-forced");
            return new End(entries.get(entries.size() - 1).sequence(), channel.position());
        }
    }

    /** Kept apart, since it may also be the end of a log whose key file was put back from a copy. */
    private void setAside(FileChannel channel, long begin) throws IOException {
        long length = channel.size() - begin;
        if (length > 0) {
            Path aside = path.resolveSibling(path.getFileName() + ".uncommitted");
            try (FileChannel kept = FileChannel.open(
                    aside,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                    OwnerOnlyFiles.attributes(aside))) {
                for (long copied = 0; copied < length; ) {
                    copied += channel.transferTo(begin + copied, length - copied, kept);
                }
                kept.force(true);
            }
            channel.truncate(begin);
        }
    }

    private static boolean isLineStart(FileChannel channel, long offset) throws IOException {
        ByteBuffer before = ByteBuffer.allocate(1);
        return offset == 0 || channel.read(before, offset - 1) == 1 && before.get(0) == '\n';
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Committed entries behind one of a number, oldest first, until somebody has enough. */
    void read(End end, long after, Predicate<LoggedEntry> goesOn) throws IOException {
        Place known = lastRead;
        Place reached = walk(
                end,
                known.sequence() <= after ? known : Place.BEGINNING,
                entry -> entry.sequence() <= after || goesOn.test(entry));
        lastRead = reached;
    }

    /** Committed entries of a time and later, and perhaps some before. */
    void readSince(End end, Instant since, Consumer<LoggedEntry> action) throws IOException {
        walk(end, placeBefore(end, since), entry -> {
            action.accept(entry);
            return true;
        });
    }

    /** Goes back block by block to an entry that is older. Clocks differ, so entries are not quite in their order. */
    private Place placeBefore(End end, Instant since) throws IOException {
        Instant older = since.equals(Instant.MAX) ? since : since.minus(DISORDER);
        long offset = exists() ? Math.min(Files.size(path), end.bytes()) : 0;
        while (offset > 0) {
            offset = Math.max(0, offset - BLOCK_BYTES);
            LoggedEntry[] found = new LoggedEntry[1];
            Place place = offset == 0 ? Place.BEGINNING : nextLine(end, offset);
            walk(end, place, entry -> {
                found[0] = entry;
                return false;
            });
            if (found[0] != null && found[0].entry().time().isBefore(older)) {
                return place;
            }
        }
        return Place.BEGINNING;
    }

    private Place nextLine(End end, long offset) throws IOException {
        try (InputStream in = open(offset - 1, end)) {
            long next = offset - 1;
            int read = in.read();
            for (; read >= 0 && read != '\n'; read = in.read()) {
                next++;
            }
            return new Place(0, next + 1);
        }
    }

    private Place walk(End end, Place from, Predicate<LoggedEntry> goesOn) throws IOException {
        if (!exists()) {
            return Place.BEGINNING;
        }
        Place place = from;
        try (InputStream in = open(from.offset(), end)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            long offset = from.offset();
            for (int read = in.read(); read >= 0 || line.size() > 0; read = in.read()) {
                offset += read >= 0 ? 1 : 0;
                if (read >= 0 && read != '\n') {
                    line.write(read);
                } else if (line.size() > 0) {
                    LoggedEntry entry = entry(line.toString(StandardCharsets.UTF_8), place.sequence() + 1);
                    if (!goesOn.test(entry)) {
                        return place;
                    }
                    place = new Place(entry.sequence(), offset);
                    line.reset();
                }
            }
        }
        return place;
    }

    /** An edited line must not stop the others from being verified. */
    private static LoggedEntry entry(String line, long expected) {
        try {
            return EntryJson.read(line);
        } catch (RuntimeException e) {
            return LoggedEntry.malformed(expected, null, null);
        }
    }

    private InputStream open(long offset, End end) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        long left = Math.min(channel.size(), end.bytes()) - offset;
        return new BufferedInputStream(
                new Bounded(Channels.newInputStream(channel.position(offset)), left), BLOCK_BYTES);
    }

    /** So many bytes of another stream. */
    private static final class Bounded extends InputStream {

        private final InputStream in;
        private long left;

        Bounded(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
