package io.columnseal.backup;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A backup, as its file says: only {@link Backups#verify} tells whether that is true.
 *
 * @param name by which it is restored
 * @param takenAt when the keys were as it holds them
 * @param environment whose keys they are
 * @param kekId the KEK that opens it; null if a passphrase does
 */
public record BackupInfo(
        String name,
        Path file,
        Instant takenAt,
        long sizeBytes,
        String environment,
        @Nullable String kekId) {}
