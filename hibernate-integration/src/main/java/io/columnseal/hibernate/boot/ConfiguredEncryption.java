package io.columnseal.hibernate.boot;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.PropertyConfiguration;
import io.columnseal.hibernate.EncryptionSettings;
import io.columnseal.hibernate.internal.EncryptionService;
import io.columnseal.migrate.Importer;
import io.columnseal.migrate.MigrationPhase;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.service.spi.Stoppable;
import org.jspecify.annotations.Nullable;

/**
 * Finds the seal in the settings, or builds it from them, when the first encrypted attribute asks for it: a registry
 * without any costs nothing. Closes with the registry what it built itself.
 */
final class ConfiguredEncryption implements EncryptionService, Stoppable {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, Object> settings;
    private transient @Nullable ColumnSeal seal;
    private boolean ours;

    ConfiguredEncryption(Map<String, Object> settings) {
        this.settings = settings;
    }

    @Override
    public synchronized ColumnSeal seal() {
        if (seal == null) {
            Object instance = settings.get(EncryptionSettings.INSTANCE);
            seal = instance == null ? build() : given(instance);
            ours = instance == null;
        }
        return seal;
    }

    @Override
    public String application() {
        return configuration().application(EncryptionSettings.DEFAULT_APPLICATION);
    }

    @Override
    public Map<String, MigrationPhase> migrations() {
        Map<String, MigrationPhase> phases = new HashMap<>();
        settings.forEach((name, value) -> {
            if (name.startsWith(MigrationPhase.SETTING_PREFIX) && value != null) {
                phases.put(
                        name.substring(MigrationPhase.SETTING_PREFIX.length()),
                        value instanceof MigrationPhase phase ? phase : MigrationPhase.of(name, value.toString()));
            }
        });
        return phases;
    }

    @Override
    public Map<String, Importer> importers() {
        Map<String, Importer> importers = new HashMap<>();
        settings.forEach((name, value) -> {
            if (name.startsWith(EncryptionSettings.IMPORTER_PREFIX)) {
                if (!(value instanceof Importer importer)) {
                    throw new ConfigurationException(name, "must be an instance of " + Importer.class.getName());
                }
                importers.put(name.substring(EncryptionSettings.IMPORTER_PREFIX.length()), importer);
            }
        });
        return importers;
    }

    @Override
    public boolean checksSchema() {
        Object check = settings.get(EncryptionSettings.SCHEMA_CHECK);
        return check == null || Boolean.parseBoolean(check.toString().strip());
    }

    @Override
    public synchronized void stop() {
        if (ours && seal != null) {
            seal.close();
        }
    }

    private static ColumnSeal given(Object instance) {
        if (instance instanceof ColumnSeal given) {
            return given;
        }
        throw new ConfigurationException(
                EncryptionSettings.INSTANCE,
                "must be an instance of " + ColumnSeal.class.getName() + ", not of "
                        + instance.getClass().getName());
    }

    private ColumnSeal build() {
        PropertyConfiguration configuration = configuration();
        if (!configuration.isPresent()) {
            throw new ConfigurationException(
                    EncryptionSettings.INSTANCE,
                    "an attribute is annotated @Encrypted, but there is nothing to encrypt with: put a ColumnSeal into the"
                            + " settings under this name, or set columnseal.kms.* and columnseal.key-store.*");
        }
        return configuration.toBuilder().build();
    }

    private PropertyConfiguration configuration() {
        Map<String, Object> own = SecretSettings.reveal(settings);
        KeyStoreSettings.complete(own);
        own.keySet()
                .removeIf(name -> name.startsWith(MigrationPhase.SETTING_PREFIX)
                        || name.startsWith(EncryptionSettings.IMPORTER_PREFIX));
        return PropertyConfiguration.of(own, EncryptionSettings.names());
    }
}
