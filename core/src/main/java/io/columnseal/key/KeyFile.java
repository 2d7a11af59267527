package io.columnseal.key;

import io.columnseal.KeyFileException;
import io.columnseal.KeyStoreRefusedException;
import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.internal.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key file with its lock and its access log. What is read is the file as it is now; what is changed is loaded, changed by
 * the rules of {@link InMemoryDataKeyStore} and written anew as a whole, by one process at a time. Safe for use by many
 * threads.
 */
final class KeyFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);

    /** Some hundred thousand keys; a file is read at once. */
    private static final int MAX_BYTES = 1 << 28;

    private static final String RESTORE = "Restore it from a backup: see the guide on disaster recovery";

    private final Path path;
    private final KeyFileLock lock;
    private final KeyFileLog log;
    private final InstantSource clock;
    private final Consumer<String> step;
    private final int maxBytes;

    private volatile @Nullable Loaded latest;

    /** @param step told between any two things that are done to the disk */
    KeyFile(Path path, InstantSource clock, Consumer<String> step) {
        this(path, clock, step, MAX_BYTES);
    }

    /** @param maxBytes what a file is longer than that is none */
    KeyFile(Path path, InstantSource clock, Consumer<String> step, int maxBytes) {
        this.path = path;
        this.lock = new KeyFileLock(beside(path, ".lock"));
        this.log = new KeyFileLog(beside(path, ".log"), step);
        this.clock = clock;
        this.step = step;
        this.maxBytes = maxBytes;
    }

    /** A file as somebody read it; neither of these changes. */
    record Loaded(byte[] bytes, KeyFileContent content, InMemoryDataKeyStore store) {}

    /** Something that is done to files. */
    @FunctionalInterface
    interface Action<T extends @Nullable Object> {
        T run() throws IOException;
    }

    KeyFileLog log() {
        return log;
    }

    /** The file as it is now. */
    Loaded read() {
        return run("read", this::load);
    }

    /**
     * Changes the file, while nobody else can.
     *
     * @param change works on a store that holds what the file does; may change nothing
     */
    <T extends @Nullable Object> T change(Function<InMemoryDataKeyStore, T> change) {
        return run("write", () -> {
            try (KeyFileLock.Held held = lock()) {
                Loaded before = load();
                InMemoryAccessLog added =
                        new InMemoryAccessLog(log.head(before.content().log()));
                InMemoryDataKeyStore store =
                        new InMemoryDataKeyStore(before.content().store(), added, this::nanos);
                T result = change.apply(store);
                KeyFileLog.End end = log.append(before.content().log(), added.read(0, Integer.MAX_VALUE));
                byte[] after = KeyFileJson.write(new KeyFileContent(store.content(), end));
                if (!Arrays.equals(before.bytes(), after)) {
                    requireReadable(after);
                    OwnerOnlyFiles.replace(path, after, step);
                    step.accept("replaced");
                }
                return result;
            }
        });
    }

    /** Checks that the file is there and sound, or creates it. */
    void verify(boolean create) {
        run("verify", () -> {
            if (isMissing()) {
                requireNew(create);
                OwnerOnlyFiles.createDirectories(folder());
            }
            try (KeyFileLock.Held held = lock()) {
                OwnerOnlyFiles.removeParts(path);
                if (isMissing()) {
                    requireNew(create);
                    OwnerOnlyFiles.replace(path, KeyFileJson.write(KeyFileContent.EMPTY), step);
                    LOG.info(
                            "Created the key file {}. Without it, what is sealed from now on is lost: back it up",
                            path);
                }
                return load();
            }
        });
    }

    /** A link that leads nowhere is there: what it leads to may be on a volume that is not mounted. */
    private boolean isMissing() {
        return Files.notExists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** In a folder of others, the lock could be a link of theirs. */
    private KeyFileLock.Held lock() throws IOException {
        requireClosed(folder());
        KeyFileLock.Held held = lock.acquire();
        step.accept("locked");
        return held;
    }

    /** A key file that was there once must not begin anew: what its keys sealed would be taken for damaged. */
    private void requireNew(boolean create) {
        if (log.isNamed()) {
            throw new KeyFileException(
                    path,
                    "is missing, but its access log is there, so it held keys that stored values need. " + RESTORE
                            + ". Nothing was created in its place; only if no value was ever sealed under its keys, move"
                            + " the log away",
                    null);
        }
        if (!create) {
            throw new KeyFileException(
                    path,
                    "is missing. Correct columnseal.key-store.file; for a new database, set"
                            + " columnseal.key-store.initialize-schema=always, or call createIfMissing()",
                    null);
        }
    }

    private Loaded load() throws IOException {
        requireClosed(folder());
        if (Files.isSymbolicLink(path)) {
            throw new KeyFileException(
                    path, "is a symbolic link, which a change would replace: name the file itself", null);
        }
        String openness = OwnerOnlyFiles.opennessOf(path);
        if (!openness.isEmpty()) {
            throw new KeyFileException(
                    path,
                    "is open to others (" + openness
                            + "). Have a look at who could have read or changed it, then: chmod" + " 600 " + path,
                    null);
        }
        if (Files.size(path) > maxBytes) {
            throw damaged();
        }
        byte[] bytes = Files.readAllBytes(path);
        Loaded known = latest;
        if (known == null || !Arrays.equals(known.bytes(), bytes)) {
            known = parsed(bytes);
            latest = known;
        }
        return known;
    }

    private Loaded parsed(byte[] bytes) {
        try {
            KeyFileContent content = KeyFileJson.read(bytes);
            return new Loaded(
                    bytes, content, new InMemoryDataKeyStore(content.store(), new InMemoryAccessLog(), this::nanos));
        } catch (RuntimeException e) {
            // Not chained: messages of parsers quote the text
            throw damaged();
        }
    }

    private KeyFileException damaged() {
        return new KeyFileException(
                path,
                "is cut off, damaged, edited, or of a later release. Nothing was written to it. " + RESTORE
                        + ", or start the release that wrote it",
                null);
    }

    /** What is written has to be read again. */
    private void requireReadable(byte[] document) {
        if (document.length > maxBytes) {
            throw new KeyStoreRefusedException(
                    "write the key file " + path + ": it would have more than " + maxBytes
                            + " bytes, and is made for some hundred keys. Move to a key database: make a backup, and"
                            + " restore it there",
                    null);
        }
    }

    private void requireClosed(Path folder) throws IOException {
        if (OwnerOnlyFiles.isWritableByOthers(folder)) {
            throw new KeyFileException(
                    path,
                    "is in a folder that others may write to, so that they could replace it. Have a look at it, then: chmod"
                            + " go-w " + folder,
                    null);
        }
    }

    private <T extends @Nullable Object> T run(String what, Action<T> action) {
        try {
            return action.run();
        } catch (NoSuchFileException e) {
            throw new KeyFileException(
                    path, "is missing. " + RESTORE + ", or correct columnseal.key-store.file if it never was there", e);
        } catch (AccessDeniedException e) {
            throw new KeyFileException(
                    path,
                    "belongs to somebody else, or is in a folder that this process may not write to: " + e.getFile()
                            + " is refused to it. Run it as the owner of the file",
                    e);
        } catch (IOException e) {
            throw new KeyStoreUnavailableException(what + " the key file " + path, e);
        }
    }

    /** By the clock of the machine, which all processes on one file share. */
    private long nanos() {
        return ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
    }

    private Path folder() {
        return Objects.requireNonNull(path.getParent());
    }

    private static Path beside(Path path, String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException | KeyStoreUnavailableException e) {
            LOG.debug("The lock of {} could not be released", path, e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
