package io.columnseal.kms.internal;

import io.columnseal.ConfigurationException;
import io.columnseal.internal.Settings;
import io.columnseal.kms.Kms;

/** Builds the KMS of a module from settings. Has a constructor without parameters. */
public interface KmsProvider {

    /**
     * Opens what the settings of the module's {@code columnseal.kms.TYPE} describe; to be closed by the caller.
     *
     * @throws ConfigurationException if a setting is missing or malformed
     */
    Kms open(Settings settings);
}
