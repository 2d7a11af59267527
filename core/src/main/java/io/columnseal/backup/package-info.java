/**
 * Backups of the keys, each one file: everything that is needed to open what was sealed, on an empty key table, and the KEK.
 *
 * <pre>{@code
 * Backups backups = seal.backups(Path.of("/var/backups/columnseal"));
 * BackupInfo made = backups.create("j.doe", "nightly");
 * backups.verify(made.name());
 * RestoreReport plan = backups.plan(made.name());
 * RestoreReport done = backups.restore(made.name(), "j.doe", "the key table lost rows");
 * }</pre>
 *
 * <p>A file holds every row of the key table, of every usage and state, the notes that guard keys, and the registered
 * columns. It does not hold the access log, which has archives and sinks of its own, the requests of two people, which must
 * not come back to be done twice, and no KEK: data keys are wrapped in it as they are in the table. It is sealed under a
 * key of its own, from the SYSTEM key, which stands wrapped in the head of the file, so that the KEK opens it where no
 * table is left; or from a passphrase. Nothing of a file is believed, and nothing is restored, before all of it
 * authenticates.
 *
 * <p>{@link io.columnseal.backup.BackupRestore} restores where no application can start for want of its keys.
 */
@NullMarked
package io.columnseal.backup;

import org.jspecify.annotations.NullMarked;
