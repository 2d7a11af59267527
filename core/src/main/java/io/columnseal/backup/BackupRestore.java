package io.columnseal.backup;

import io.columnseal.BackupException;
import io.columnseal.Environment;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyRestore;
import io.columnseal.key.KeySnapshot;
import io.columnseal.key.RestoreOrder;
import io.columnseal.key.RestoreReport;
import io.columnseal.kms.Kms;
import io.columnseal.kms.RecoveryPrivateKey;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way back when the key table is lost: restores a backup where no application starts for want of its keys, into empty
 * tables. To be run by itself, with all applications stopped. Whoever has the KEK may do it, so no authorizer is asked; it is
 * recorded in the access log. Immutable.
 *
 * <pre>{@code
 * RestoreReport report = new BackupRestore(Environment.PRODUCTION, store, kms, directory)
 *         .restore("keys-20261128T020000.000000Z", Set.of(), "j.doe", "the key database is lost");
 * }</pre>
 *
 * <p>Every method may throw {@link BackupException}, and {@link io.columnseal.KmsException} or {@link
 * io.columnseal.KeyStoreException} if KMS or key store fail.
 */
public final class BackupRestore {

    private final KeyRestore restores;
    private final BackupDirectory directory;
    private final @Nullable Passphrase passphrase;
    private final BackupSeal seal;

    /**
     * Prepares a restore.
     *
     * @param store has its tables, and stays open
     * @param kms has the KEKs that the keys were wrapped under when the backup was made; stays open
     */
    public BackupRestore(Environment environment, DataKeyStore store, Kms kms, Path directory) {
        this(KeyRestore.alone(environment, store, kms, Clock.systemUTC()), directory, null);
    }

    /**
     * Prepares a restore where the KEK is lost as well: what it brings back is to be wrapped under a new one by {@link
     * io.columnseal.key.KeyRecovery} next.
     *
     * @param key the private key that keys were wrapped for a second time
     */
    public BackupRestore(Environment environment, DataKeyStore store, RecoveryPrivateKey key, Path directory) {
        this(KeyRestore.alone(environment, store, key, Clock.systemUTC()), directory, null);
    }

    private BackupRestore(KeyRestore restores, Path path, @Nullable Passphrase passphrase) {
        this(restores, new BackupDirectory(path), passphrase);
    }

    private BackupRestore(KeyRestore restores, BackupDirectory directory, @Nullable Passphrase passphrase) {
        this.restores = restores;
        this.directory = directory;
        this.passphrase = passphrase;
        this.seal = new BackupSeal(restores, passphrase);
    }

    /** The same for a backup that a passphrase opens. */
    public BackupRestore under(Passphrase passphrase) {
        return new BackupRestore(restores, directory, passphrase);
    }

    /**
     * The same for backups with this SYSTEM key only. Required in production under a KEK with a public half, such as an RSA
     * key, and worth giving with a recovery key, which has one too: nothing else tells a real backup from one that somebody
     * made of keys of his own.
     *
     * @param systemKeyPin as {@code columnseal.system-key-pin} has it
     * @throws io.columnseal.ConfigurationException if it is no pin
     */
    public BackupRestore withSystemKeyPin(String systemKeyPin) {
        return new BackupRestore(restores.withSystemKeyPin(systemKeyPin), directory, passphrase);
    }

    /**
     * Opens a backup and restores nothing.
     *
     * @return what is in it, and which KEKs it takes
     * @throws BackupException if it was altered or cut off
     */
    public KeySnapshot verify(String name) {
        return seal.open(name, directory.read(name));
    }

    /** What {@link #restore} would do; writes nothing. */
    public RestoreReport plan(String name, Set<KeyId> resurrected) {
        return restores.plan(verify(name), resurrected);
    }

    /**
     * Restores as {@link Backups#restore(String, Set, String, String)} does.
     *
     * @throws io.columnseal.KeyRejectedException if the key table has a SYSTEM key, and the backup another; nothing was
     *     written
     */
    public RestoreReport restore(String name, Set<KeyId> resurrected, String actor, String reason) {
        RestoreOrder order = new RestoreOrder(name, resurrected, actor, reason);
        return restores.restore(verify(name), order);
    }

    @Override
    public String toString() {
        return "BackupRestore[" + directory + "]";
    }
}
