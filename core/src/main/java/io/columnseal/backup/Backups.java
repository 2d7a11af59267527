package io.columnseal.backup;

import io.columnseal.BackupException;
import io.columnseal.KeyOperationRefusedException;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyRestore;
import io.columnseal.key.KeySnapshot;
import io.columnseal.key.KeySnapshots;
import io.columnseal.key.RestoreOrder;
import io.columnseal.key.RestoreReport;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Backups of the keys in one directory, the {@code seal.backups(directory)} of the facade. Making and restoring them is
 * asked of the {@link io.columnseal.key.KeyAuthorizer}, may take two people, and is recorded in the access log.
 *
 * <p>Every method may throw {@link BackupException}, and {@link io.columnseal.KmsException} or {@link
 * io.columnseal.KeyStoreException} if KMS or key store fail. Safe for use by many threads and nodes.
 */
public final class Backups {

    private final KeySnapshots snapshots;
    private final KeyRestore restores;
    private final BackupDirectory directory;
    private final Clock clock;
    private final BackupSeal seal;

    /** Created by the facade. */
    public Backups(KeySnapshots snapshots, KeyRestore restores, Path directory, Clock clock) {
        this(snapshots, restores, new BackupDirectory(directory), clock, null);
    }

    private Backups(
            KeySnapshots snapshots,
            KeyRestore restores,
            BackupDirectory directory,
            Clock clock,
            @Nullable Passphrase passphrase) {
        this.snapshots = snapshots;
        this.restores = restores;
        this.directory = directory;
        this.clock = clock;
        this.seal = new BackupSeal(restores, passphrase);
    }

    /**
     * The same directory, with backups that a passphrase opens, in place of the KEK. Those that the KEK opens can be read
     * as well. Restoring needs the KEK in either case.
     *
     * @param passphrase stays the caller's to close
     */
    public Backups under(Passphrase passphrase) {
        return new Backups(snapshots, restores, directory, clock, passphrase);
    }

    /** The same in this directory, told of each step of what is done to the disk when a backup is written. */
    Backups in(Path other, Consumer<String> step) {
        return new Backups(snapshots, restores, new BackupDirectory(other, step), clock, null);
    }

    /**
     * Backs up all keys, named after the time.
     *
     * @param actor who asked, for the record; never blank
     * @param reason why, for the record; never blank
     * @return the backup, which was read back and verified
     * @throws BackupException also if rows of the key table are malformed, so that no backup can hold them: it is made of all
     *     others, and stays
     * @throws KeyOperationRefusedException if the actor may not
     */
    public BackupInfo create(String actor, String reason) {
        return create(BackupName.at(clock.instant()), actor, reason);
    }

    /**
     * The same under a name, which no backup has yet; it is never {@linkplain #keepNewest removed} by itself.
     *
     * @param name letters, digits, dots, dashes and underscores
     */
    public BackupInfo create(String name, String actor, String reason) {
        BackupName.require(name);
        // Nobody knows now what it will be called that is named after the time
        String subject = BackupName.isTimestamped(name) ? null : "backup " + name;
        return snapshots.backUp(name, subject, actor, reason, snapshot -> {
            directory.write(name, seal.seal(snapshot));
            KeySnapshot stored = verify(name);
            if (!stored.equals(snapshot)) {
                throw new BackupException("Backup " + name + " does not hold what was written to it", null);
            }
            BackupInfo made = list().stream()
                    .filter(backup -> backup.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new BackupException("Backup " + name + " has gone since it was made", null));
            requireComplete(name, stored);
            return made;
        });
    }

    /**
     * Checks what somebody calls a backup.
     *
     * @return the name
     * @throws IllegalArgumentException if no backup is called so
     */
    public static String requireName(String name) {
        return BackupName.require(name);
    }

    /** The backups in a directory, as {@link #list} tells them: also where the keys that made them are lost. */
    public static List<BackupInfo> in(Path directory) {
        return new BackupDirectory(directory).list();
    }

    /** The backups that are there, newest first; files that are none are left out. Nothing is verified. */
    public List<BackupInfo> list() {
        return directory.list();
    }

    /**
     * Opens a backup and restores nothing.
     *
     * @return what is in it
     * @throws BackupException if it was altered or cut off
     */
    public KeySnapshot verify(String name) {
        return seal.open(name, directory.read(name));
    }

    /** What {@link #restore} would do, without keys that were destroyed since; writes nothing. */
    public RestoreReport plan(String name) {
        return plan(name, Set.of());
    }

    /** The same with these keys, though they were destroyed since. */
    public RestoreReport plan(String name, Set<KeyId> resurrected) {
        return restores.plan(verify(name), resurrected);
    }

    /**
     * Brings back what the key table lacks of a backup, or has as it was before, all at once or nothing: see {@link
     * RestoreReport.Outcome} for each case. Rows that changed since are never replaced. Keys that were active are replaced
     * when they next seal, since nobody knows how often they did. Stopped anywhere, it is simply run again.
     *
     * @param actor who asked, for the record; never blank
     * @param reason why, for the record; never blank
     * @throws BackupException if it was altered or cut off; nothing was written
     * @throws io.columnseal.KeyRejectedException if it is of another key table; nothing was written
     * @throws KeyOperationRefusedException if the actor may not
     */
    public RestoreReport restore(String name, String actor, String reason) {
        return restore(name, Set.of(), actor, reason);
    }

    /**
     * The same with keys that were destroyed since. They come back SUSPENDED: {@link io.columnseal.key.Keys#resume(KeyId,
     * String, String)} puts them to use.
     *
     * @param resurrected as {@link RestoreReport#destroyedSince()} names them
     */
    public RestoreReport restore(String name, Set<KeyId> resurrected, String actor, String reason) {
        RestoreOrder order = new RestoreOrder(name, resurrected, actor, reason);
        return restores.restore(verify(name), order);
    }

    /**
     * Removes the older of this environment's backups that are named after the time. Removes nothing unless the newest of
     * them is whole and complete. One whose file tells a time to come, which nobody has verified, is neither removed nor counted.
     *
     * @param kept how many stay, at least 1
     * @param actor who asked, for the record; never blank
     * @param reason why, for the record; never blank
     * @return those that were removed
     * @throws KeyOperationRefusedException if the actor may not
     */
    public List<BackupInfo> keepNewest(int kept, String actor, String reason) {
        if (kept < 1) {
            throw new IllegalArgumentException("at least one backup is kept");
        }
        List<BackupInfo> timestamped = list().stream()
                .filter(backup -> BackupName.isTimestamped(backup.name()))
                .filter(backup -> backup.environment().equals(snapshots.environment()))
                .filter(backup -> !backup.takenAt().isAfter(clock.instant()))
                .toList();
        List<BackupInfo> removed = timestamped.stream().skip(kept).toList();
        if (!removed.isEmpty()) {
            String newest = timestamped.get(0).name();
            // What it lacks, only an older one brings back
            requireComplete(newest, verify(newest));
            snapshots.recordRemoval(
                    removed.stream().map(BackupInfo::name).toList(),
                    "all but the newest " + kept + " removed from " + directory,
                    actor,
                    reason);
            removed.forEach(backup -> directory.delete(backup.name()));
        }
        return removed;
    }

    private static void requireComplete(String name, KeySnapshot snapshot) {
        if (!snapshot.complete()) {
            throw new BackupException(
                    "Backup " + name
                            + " is incomplete: it holds every key but those whose rows are malformed, since they"
                            + " were edited: " + snapshot.leftOut()
                            + ". Restore an earlier one, which brings these rows"
                            + " back, then make another. None is removed meanwhile",
                    null);
        }
    }

    @Override
    public String toString() {
        return "Backups[" + directory + "]";
    }
}
