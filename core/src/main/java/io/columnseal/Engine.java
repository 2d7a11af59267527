package io.columnseal;

import io.columnseal.audit.AuditLog;
import io.columnseal.backup.Backups;
import io.columnseal.catalogue.ColumnCatalogue;
import io.columnseal.catalogue.ColumnRegistry;
import io.columnseal.catalogue.SealedColumn;
import io.columnseal.file.SealedFiles;
import io.columnseal.health.KeyHealth;
import io.columnseal.index.BlindIndexer;
import io.columnseal.key.Keks;
import io.columnseal.key.KeyId;
import io.columnseal.key.Keys;
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

/** What a {@link ColumnSeal} works with: keys, or none where encryption is switched off. */
interface Engine extends AutoCloseable {

    FieldCipher fields();

    FieldCipher columnFields();

    SealedFiles files();

    BlindIndexer indexes();

    Keys keys();

    Keks keks();

    Backups backups(Path directory);

    AuditLog audit();

    KeyHealth health();

    void whenVerified(Runnable task);

    ColumnRegistry columns();

    Reencryption reencryption(DataSource dataSource, List<SealedColumn> catalogue);

    IndexRebuild indexRebuild(
            DataSource dataSource, ColumnCatalogue catalogue, SealedNormalForms normalForms, String defaultTenant);

    KeyDestruction keyDestruction(DataSource dataSource, ColumnCatalogue catalogue);

    Migration migration(
            DataSource dataSource,
            List<MigratingColumn> columns,
            SealedNormalForms normalForms,
            String defaultTenant,
            boolean tenants);

    boolean knowsKey(KeyId id);

    void prefetch(Collection<String> tenants);

    void renewRandomness();

    @Override
    void close();
}
