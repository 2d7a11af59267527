package io.columnseal.hibernate.mapping;

import io.columnseal.ColumnSeal;
import io.columnseal.ColumnSealException;
import io.columnseal.hibernate.compat.SupportedHibernate;
import io.columnseal.hibernate.internal.EncryptionService;
import io.columnseal.hibernate.type.EncryptedTypes;
import io.columnseal.internal.crypto.HmacSha256;
import io.columnseal.internal.crypto.RandomBytes;
import io.columnseal.migrate.Importer;
import io.columnseal.migrate.MigrationPhase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.service.Service;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the encrypted attributes of each mapping that is built in a registry until the mapping is finished, and for
 * good that it has some.
 */
public final class EncryptedMappings implements Service {

    private static final long serialVersionUID = 1L;

    private final transient EncryptionService encryption;
    private final transient Map<BootstrapContext, Pending> pending = new WeakHashMap<>();
    private final transient Set<BootstrapContext> encrypting = Collections.newSetFromMap(new WeakHashMap<>());
    private transient @Nullable EncryptedTypes types;
    private boolean supported;

    public EncryptedMappings(EncryptionService encryption) {
        this.encryption = encryption;
    }

    ColumnSeal seal() {
        return encryption.seal();
    }

    synchronized EncryptedTypes types() {
        if (types == null) {
            types = new EncryptedTypes(seal(), RandomBytes.next(HmacSha256.TAG_BYTES));
        }
        return types;
    }

    /** The phases of columns in migration, by mapped table and column. */
    Map<String, MigrationPhase> migrations() {
        return encryption.migrations();
    }

    /** What reads values of columns in migration, by mapped table and column. */
    Map<String, Importer> importers() {
        return encryption.importers();
    }

    /** @throws io.columnseal.ConfigurationException if ours has not been tested with Hibernate's version */
    synchronized void requireSupportedHibernate() {
        if (!supported) {
            SupportedHibernate.require();
            supported = true;
        }
    }

    synchronized void add(BootstrapContext mapping, BoundAttribute attribute) {
        of(mapping).attributes.add(attribute);
    }

    /** Keeps an error for {@link #take}, where Hibernate would lose it. */
    synchronized void refuse(BootstrapContext mapping, ColumnSealException error) {
        of(mapping).errors.add(error);
    }

    /** Whether a mapping has encrypted attributes; final once its entities are bound. */
    public synchronized boolean encrypts(BootstrapContext mapping) {
        return encrypting.contains(mapping);
    }

    /**
     * The encrypted attributes of a mapping, forgotten here from now on.
     *
     * @throws ColumnSealException the first error that was kept
     */
    synchronized List<BoundAttribute> take(BootstrapContext mapping) {
        Pending taken = pending.remove(mapping);
        if (taken == null) {
            return List.of();
        }
        for (ColumnSealException error : taken.errors) {
            throw error;
        }
        return taken.attributes;
    }

    private Pending of(BootstrapContext mapping) {
        encrypting.add(mapping);
        return pending.computeIfAbsent(mapping, unknown -> new Pending());
    }

    private static final class Pending {
        private final List<BoundAttribute> attributes = new ArrayList<>();
        private final List<ColumnSealException> errors = new ArrayList<>();
    }
}
