package io.columnseal.cli;

import io.columnseal.backup.BackupInfo;
import java.util.Collection;

/** Backups as they are listed everywhere. */
final class BackupListing {

    private BackupListing() {}

    static Listing of(Collection<BackupInfo> backups) {
        Listing listing = new Listing(5, "name", "takenAt", "environment", "opensBy", "sizeBytes", "file");
        backups.forEach(backup -> listing.add(
                backup.name(),
                backup.takenAt(),
                backup.environment(),
                backup.kekId() == null ? "passphrase" : backup.kekId(),
                backup.sizeBytes(),
                backup.file()));
        return listing;
    }
}
