package io.columnseal.key;

import io.columnseal.KeyStoreUnavailableException;
import io.columnseal.internal.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps all others who would change a key file waiting: threads, stores of this process, and other processes, by a lock of
 * the operating system on a file of its own, which stays when the key file is replaced. The system releases it when its
 * process ends, however that is. Safe for use by many threads.
 */
final class KeyFileLock implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

    private final Path path;
    private final ReentrantLock threads = new ReentrantLock();

    /**
     * Stays open, since closing any channel of a file releases all locks that this process has on it, those of other
     * stores too.
     */
    private @Nullable FileChannel channel;

    private @Nullable Object fileKey;

    KeyFileLock(Path path) {
        this.path = path;
    }

    /** To be held while files are changed. */
    interface Held extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /** @throws KeyStoreUnavailableException if somebody else does not release it for long */
    Held acquire() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        if (!tryThreads()) {
            throw heldByAnother();
        }
        try {
            FileLock lock = lock(deadline);
            return () -> {
                try {
                    lock.release();
                } finally {
                    threads.unlock();
                }
            };
        } catch (IOException | RuntimeException e) {
            threads.unlock();
            throw e;
        }
    }

    private boolean tryThreads() {
        try {
            return threads.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private FileLock lock(long deadline) throws IOException {
        for (long pause = 1_000_000; ; pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos())) {
            FileLock lock = tryLock(open());
            if (lock != null && isStillThere()) {
                return lock;
            }
            if (lock != null) {
                // Somebody removed the file, so that the next process locks another one
                closeChannel();
            } else if (Thread.currentThread().isInterrupted() || System.nanoTime() - deadline >= 0) {
                throw heldByAnother();
            } else {
                LockSupport.parkNanos(this, pause);
            }
        }
    }

    private FileChannel open() throws IOException {
        FileChannel open = channel;
        if (open == null || !open.isOpen()) {
            open = FileChannel.open(
                    path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnlyFiles.attributes(path));
            channel = open;
            fileKey = fileKey();
        }
        return open;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another store of this process
            return null;
        }
    }

    private boolean isStillThere() throws IOException {
        return Files.exists(path) && Objects.equals(fileKey, fileKey());
    }

    private @Nullable Object fileKey() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void closeChannel() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    private KeyStoreUnavailableException heldByAnother() {
        return new KeyStoreUnavailableException(
                "lock " + path + ", which another process or thread has held for " + PATIENCE.toSeconds() + " s", null);
    }

    /** While the lock is held, so that nobody else's is released. */
    @Override
    public void close() throws IOException {
        threads.lock();
        try {
            if (channel != null) {
                lock(System.nanoTime() + PATIENCE.toNanos());
                closeChannel();
            }
        } finally {
            threads.unlock();
        }
    }
}
