package io.columnseal.hibernate.boot;

import io.columnseal.ColumnSeal;
import io.columnseal.ConfigurationException;
import io.columnseal.hibernate.EncryptionSettings;
import io.columnseal.hibernate.internal.EncryptionService;
import java.util.Map;
import org.hibernate.service.spi.Stoppable;
import org.jspecify.annotations.Nullable;

/** Finds the seal in the settings when the first encrypted attribute asks for it: others cost nothing. */
final class ConfiguredEncryption implements EncryptionService, Stoppable {

    private final Map<String, Object> settings;
    private @Nullable ColumnSeal seal;

    ConfiguredEncryption(Map<String, Object> settings) {
        this.settings = settings;
    }

    @Override
    public synchronized ColumnSeal seal() {
        if (seal == null) {
            seal = given();
        }
        return seal;
    }

    private ColumnSeal given() {
        Object instance = settings.get(EncryptionSettings.INSTANCE);
        if (instance instanceof ColumnSeal given) {
            return given;
        }
        throw new ConfigurationException(
                EncryptionSettings.INSTANCE,
                instance == null
                        ? "an attribute is annotated @Encrypted, but no ColumnSeal is configured: put an instance into"
                                + " the settings under this name, or set columnseal.kms.* and columnseal.key-store.*"
                        : "must be an instance of " + ColumnSeal.class.getName() + ", not of "
                                + instance.getClass().getName());
    }

    @Override
    public void stop() {
        // The seal was given, so it is not ours to close
    }
}
