package io.columnseal.cli;

import io.columnseal.KeyRejectedException;
import io.columnseal.KeyStoreSchemaException;
import io.columnseal.PropertyConfiguration;
import io.columnseal.backup.BackupRestore;
import io.columnseal.backup.Backups;
import io.columnseal.backup.Passphrase;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.InMemoryDataKeyStore;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeySnapshot;
import io.columnseal.key.KeyUsage;
import io.columnseal.key.RestoreReport;
import io.columnseal.kms.Kms;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens and restores backups: beside the keys that are there, or by the master key alone where they are lost. */
final class BackupSource implements AutoCloseable {

    /** Whose the SYSTEM key is. Frozen by stored data. */
    private static final String SYSTEM_TENANT = "system";

    private final @Nullable Passphrase passphrase;
    private final @Nullable Kms kms;
    private final @Nullable Backups beside;
    private final @Nullable BackupRestore alone;

    private BackupSource(
            @Nullable Passphrase passphrase,
            @Nullable Kms kms,
            @Nullable Backups beside,
            @Nullable BackupRestore alone) {
        this.passphrase = passphrase;
        this.kms = kms;
        this.beside = beside;
        this.alone = alone;
    }

    /** Of a deployment whose keys may be lost. */
    static BackupSource of(Deployment deployment, BackupOptions options) throws IOException {
        DataKeyStore store = deployment.keyStore();
        store.verify();
        if (!hasSystemKey(store)) {
            return alone(deployment, options, store);
        }
        Passphrase passphrase = options.passphrase(deployment);
        Backups backups = deployment.seal().backups(options.directory());
        return new BackupSource(passphrase, null, passphrase == null ? backups : backups.under(passphrase), null);
    }

    /** Without one nothing starts. A row that was edited so that it is none is as good as lost. */
    private static boolean hasSystemKey(DataKeyStore store) {
        try {
            return store.findActive(SYSTEM_TENANT, KeyUsage.SYSTEM).isPresent();
        } catch (KeyRejectedException | KeyStoreSchemaException e) {
            return false;
        }
    }

    /** Of nothing but the master key, to look at backups. */
    static BackupSource alone(Deployment deployment, BackupOptions options) throws IOException {
        return alone(deployment, options, new InMemoryDataKeyStore());
    }

    private static BackupSource alone(Deployment deployment, BackupOptions options, DataKeyStore store)
            throws IOException {
        PropertyConfiguration configuration = deployment.configuration();
        Passphrase passphrase = options.passphrase(deployment);
        Kms kms = configuration.kms();
        BackupRestore restore = new BackupRestore(configuration.environment(), store, kms, options.directory());
        if (configuration.systemKeyPin().isPresent()) {
            restore = restore.withSystemKeyPin(configuration.systemKeyPin().get());
        }
        return new BackupSource(passphrase, kms, null, passphrase == null ? restore : restore.under(passphrase));
    }

    /** Whether the keys are lost, so that nothing but the master key vouches for the backup, and nobody has to agree. */
    boolean isAlone() {
        return beside == null;
    }

    KeySnapshot verify(String name) {
        return beside == null ? requireAlone().verify(name) : beside.verify(name);
    }

    RestoreReport plan(String name, Set<KeyId> resurrected) {
        return beside == null ? requireAlone().plan(name, resurrected) : beside.plan(name, resurrected);
    }

    RestoreReport restore(String name, Set<KeyId> resurrected, String actor, String reason) {
        return beside == null
                ? requireAlone().restore(name, resurrected, actor, reason)
                : beside.restore(name, resurrected, actor, reason);
    }

    private BackupRestore requireAlone() {
        if (alone == null) {
            throw new IllegalStateException("no backups");
        }
        return alone;
    }

    @Override
    public void close() {
        if (passphrase != null) {
            passphrase.close();
        }
        if (kms != null) {
            kms.close();
        }
    }
}
