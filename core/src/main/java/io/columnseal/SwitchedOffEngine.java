package io.columnseal;

import io.columnseal.audit.AuditLog;
import io.columnseal.backup.Backups;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.ColumnRegistry;
import io.columnseal.catalogue.InMemoryColumnRegistry;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.cipher.UnsealedFieldCipher;
import io.columnseal.file.SealedFiles;
import io.columnseal.health.KeyHealth;
import io.columnseal.index.BlindIndexer;
import io.columnseal.index.UnkeyedBlindIndexer;
import io.columnseal.key.Keks;
import io.columnseal.key.KeyId;
import io.columnseal.key.Keys;
import io.columnseal.key.SwitchedOffKeys;
import io.columnseal.migrate.MigrationPhase;
import io.columnseal.reencrypt.IndexRebuild;
import io.columnseal.reencrypt.KeyDestruction;
import io.columnseal.reencrypt.MigratingColumn;
import io.columnseal.reencrypt.Migration;
import io.columnseal.reencrypt.Reencryption;
import io.columnseal.reencrypt.SealedNormalForms;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/**
 * Keeps values readable, in a development environment that has encryption switched off. Columns are registered nowhere:
 * nothing was sealed in them.
 */
final class SwitchedOffEngine implements Engine {

    private final FieldCipher fields;
    private final SealedFiles files = SealedFiles.unsealed();
    private final BlindIndexer indexes = new UnkeyedBlindIndexer();
    private final Keys keys = new SwitchedOffKeys();
    private final ColumnRegistry columns = new InMemoryColumnRegistry();

    /** @param listener told of values that do not open; nothing else happens here */
    SwitchedOffEngine(SealListener listener) {
        this.fields = new UnsealedFieldCipher(listener);
    }

    @Override
    public FieldCipher fields() {
        return fields;
    }

    @Override
    public FieldCipher columnFields() {
        return fields;
    }

    @Override
    public KeyDestruction keyDestruction(DataSource dataSource, ColumnCatalogue catalogue) {
        throw new ConfigurationException("columnseal.enabled", "is false, so there are no keys");
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
        return keys;
    }

    @Override
    public Keks keks() {
        throw new ConfigurationException("columnseal.enabled", "is false, so there are no keys to wrap");
    }

    @Override
    public Backups backups(Path directory) {
        throw new ConfigurationException("columnseal.enabled", "is false, so there are no keys to back up");
    }

    @Override
    public AuditLog audit() {
        throw new ConfigurationException("columnseal.enabled", "is false, so there is no access log");
    }

    @Override
    public KeyHealth health() {
        throw new ConfigurationException("columnseal.enabled", "is false, so there are no keys to check");
    }

    @Override
    public void whenVerified(Runnable task) {
        task.run();
    }

    @Override
    public ColumnRegistry columns() {
        return columns;
    }

    @Override
    public Reencryption reencryption(DataSource dataSource, List<SealedColumn> catalogue) {
        throw new ConfigurationException("columnseal.enabled", "is false, so there is nothing to re-encrypt");
    }

    @Override
    public IndexRebuild indexRebuild(
            DataSource dataSource, ColumnCatalogue catalogue, SealedNormalForms normalForms, String defaultTenant) {
        throw new ConfigurationException(
                "columnseal.enabled", "is false, so index values have no key to be rebuilt for");
    }

    @Override
    public Migration migration(
            DataSource dataSource,
            List<MigratingColumn> columns,
            SealedNormalForms normalForms,
            String defaultTenant,
            boolean tenants) {
        throw new ConfigurationException("columnseal.enabled", "is false, so there is nothing to seal with");
    }

    @Override
    public boolean knowsKey(KeyId id) {
        throw new ConfigurationException(
                MigrationPhase.SETTING_PREFIX + "*",
                "what is sealed cannot be told from what is not while columnseal.enabled is false");
    }

    @Override
    public void prefetch(Collection<String> tenants) {
        // There are no keys
    }

    @Override
    public void renewRandomness() {
        // Draws none
    }

    @Override
    public void close() {
        // Holds nothing
    }

    @Override
    public String toString() {
        return "encryption switched off";
    }
}
