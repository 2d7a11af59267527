package io.columnseal;

import io.columnseal.audit.AuditLog;
import io.columnseal.audit.AuditOutlets;
import io.columnseal.backup.Backups;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.ColumnRegistry;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.catalogue.UnregisteredContexts;
import io.columnseal.cipher.KeyRingFieldCipher;
import io.columnseal.cipher.NotingFieldCipher;
import io.columnseal.file.SealedFiles;
import io.columnseal.health.HealthCheck;
import io.columnseal.health.HealthSettings;
import io.columnseal.health.KeyHealth;
import io.columnseal.index.BlindIndexer;
import io.columnseal.index.KeyRingBlindIndexer;
import io.columnseal.key.DataKeyStore;
import io.columnseal.key.Keks;
import io.columnseal.key.KeyId;
import io.columnseal.key.KeyService;
import io.columnseal.key.Keys;
import io.columnseal.kms.Kms;
import io.columnseal.reencrypt.IndexRebuild;
import io.columnseal.reencrypt.KeyDestruction;
import io.columnseal.reencrypt.MigratingColumn;
import io.columnseal.reencrypt.Migration;
import io.columnseal.reencrypt.Reencryption;
import io.columnseal.reencrypt.SealedNormalForms;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/** Seals under the keys of a store and a KMS, and closes what it owns of both. */
final class SealingEngine implements Engine {

    private final Kms kms;
    private final DataKeyStore keyStore;
    private final KeyService keyService;
    private final FieldCipher fields;
    private final FieldCipher noting;
    private final SealedFiles files;
    private final BlindIndexer indexes;
    private final AuditOutlets outlets;
    private final AuditLog audit;
    private final HealthCheck healthCheck;
    private final Clock clock;
    private final OwnedParts owned;
    private final AtomicBoolean closed = new AtomicBoolean();

    SealingEngine(
            Kms kms,
            KeyService keyService,
            AuditOutlets outlets,
            HealthSettings healthSettings,
            Clock clock,
            OwnedParts owned) {
        this.kms = kms;
        this.keyStore = keyService.store();
        this.keyService = keyService;
        this.fields = new KeyRingFieldCipher(keyService.ring(), keyService.listener());
        this.noting = new NotingFieldCipher(fields, keyService.outsideUses());
        this.files = SealedFiles.under(keyService.ring(), keyService.listener());
        this.indexes = new KeyRingBlindIndexer(keyService.indexes());
        this.outlets = outlets;
        this.audit = new AuditLog(keyService);
        this.healthCheck = new HealthCheck(keyService, audit, healthSettings, outlets::undelivered, clock);
        this.clock = clock;
        this.owned = owned;
    }

    @Override
    public FieldCipher fields() {
        return noting;
    }

    @Override
    public FieldCipher columnFields() {
        return fields;
    }

    @Override
    public SealedFiles files() {
        return files;
    }

    @Override
    public BlindIndexer indexes() {
        return indexes;
    }

    @Override
    public Keys keys() {
        return keyService.keys();
    }

    @Override
    public Keks keks() {
        return keyService.keks();
    }

    @Override
    public Backups backups(Path directory) {
        return new Backups(keyService.snapshots(), keyService.restores(), directory, clock);
    }

    @Override
    public AuditLog audit() {
        return audit;
    }

    @Override
    public KeyHealth health() {
        return healthCheck.run();
    }

    @Override
    public void whenVerified(Runnable task) {
        keyService.whenVerified(task);
    }

    @Override
    public ColumnRegistry columns() {
        return keyStore.columns();
    }

    @Override
    public Reencryption reencryption(DataSource dataSource, List<SealedColumn> catalogue) {
        return new Reencryption(
                fieldsOf(catalogue),
                keyStore,
                keyService::authenticates,
                keyService.ring()::evict,
                dataSource,
                catalogue);
    }

    @Override
    public IndexRebuild indexRebuild(
            DataSource dataSource, ColumnCatalogue catalogue, SealedNormalForms normalForms, String defaultTenant) {
        IndexRebuild.Sources sources = new IndexRebuild.Sources(
                fields, indexes, keyStore, keyService::authenticates, keyService.indexRotations(), defaultTenant);
        return new IndexRebuild(sources, dataSource, catalogue, normalForms);
    }

    @Override
    public KeyDestruction keyDestruction(DataSource dataSource, ColumnCatalogue catalogue) {
        return new KeyDestruction(keyService.destructions(), keyStore.columns(), dataSource, catalogue);
    }

    @Override
    public Migration migration(
            DataSource dataSource,
            List<MigratingColumn> columns,
            SealedNormalForms normalForms,
            String defaultTenant,
            boolean tenants) {
        FieldCipher ofColumns =
                fieldsOf(columns.stream().map(MigratingColumn::column).toList());
        Migration.Sources sources =
                new Migration.Sources(ofColumns, indexes, keyStore, keyService::authenticates, defaultTenant, tenants);
        return new Migration(sources, dataSource, columns, normalForms);
    }

    /** A list of columns may be anybody's; only what is registered is counted before a key is destroyed. */
    private FieldCipher fieldsOf(List<SealedColumn> columns) {
        return new NotingFieldCipher(
                fields, keyService.outsideUses(), new UnregisteredContexts(columns, keyStore.columns()));
    }

    /** Whatever keeps a key from being used, it is there. */
    @Override
    public boolean knowsKey(KeyId id) {
        try {
            return keyService.ring().byId(id).id().equals(id);
        } catch (KeyNotFoundException e) {
            return false;
        } catch (KeyException | KmsException e) {
            return true;
        }
    }

    @Override
    public void prefetch(Collection<String> tenants) {
        keyService.ring().prefetchActive(tenants);
    }

    @Override
    public void renewRandomness() {
        keyService.ring().renewRandomness();
    }

    /** Every one of them, whatever another one throws, and once. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            keyService.close();
        } finally {
            outlets.close();
            owned.close();
        }
    }

    @Override
    public String toString() {
        return "kek=" + kms.kekId();
    }
}
